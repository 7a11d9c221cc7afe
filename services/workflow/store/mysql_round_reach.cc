#include "services/workflow/store/mysql_round_reach.h"

#include <optional>
#include <utility>

namespace rasoat::workflow {
namespace {

constexpr char kSelectUnit[] = R"sql(
  SELECT 1 AS there FROM round_unit WHERE round = ? AND unit = ?)sql";

}  // namespace

absl::Status CheckInRound(mysql::Reader& reader, const RoundId& round,
                          const AreaCode& unit, const char* field) {
  RASOAT_ASSIGN_OR_RETURN(
      std::optional<bool> there,
      reader.QueryOne(
          kSelectUnit, [](const mysql::Row& row) { return row.Bool("there"); },
          round.value, unit.value));
  if (there) return absl::OkStatus();
  return Refused(absl::StatusCode::kNotFound, AreaNotInRound(field));
}

Violation AreaNotInRound(std::string field) {
  return {std::move(field), "AREA_NOT_IN_ROUND",
          "Đơn vị này không thuộc đợt rà soát; hãy chọn một đơn vị của đợt.",
          "That unit is not in the round; choose a unit of the round."};
}

}  // namespace rasoat::workflow
