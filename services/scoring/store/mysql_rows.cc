#include "services/scoring/store/mysql_rows.h"

#include "absl/strings/escaping.h"

namespace rasoat::scoring {
namespace {

constexpr char kStandards[] = R"sql(
SELECT standard, standard_hash
FROM round_standard
WHERE round = ?
ORDER BY place)sql";

}  // namespace

RoundRow ReadRound(const mysql::Row& row) {
  return {.round = row.Text(0),
          .assigned = row.Bool(1),
          .training = row.Bool(2),
          .caught_up = row.Bool(3)};
}

AreaLine ReadAreaLine(const mysql::Row& row) {
  return {.area = row.Text(0),
          .parent = row.Text(1),
          .valid_from = row.Day(2),
          .valid_to = row.MaybeDay(3)};
}

absl::StatusOr<std::vector<RoundStandard>> ReadRoundStandards(
    mysql::Reader& reader, const std::string& round) {
  return reader.Query(
      kStandards,
      [](const mysql::Row& row) {
        return RoundStandard{.standard = row.Text(0),
                             .hash = absl::BytesToHexString(row.Blob(1))};
      },
      round);
}

}  // namespace rasoat::scoring
