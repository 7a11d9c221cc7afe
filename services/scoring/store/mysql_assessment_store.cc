#include "services/scoring/store/mysql_assessment_store.h"

#include "absl/strings/escaping.h"
#include "services/common/mysql/transaction.h"
#include "services/common/status/status_macros.h"
#include "services/scoring/store/mysql_rows.h"

namespace rasoat::scoring {
namespace {

constexpr char kFind[] = R"sql(
SELECT a.survey, a.standard, a.standard_hash, a.household, a.round, a.village,
       a.b1, a.b2, a.class, a.failure, a.breakdown, a.assess_time
FROM assessment a
WHERE a.survey = ? AND a.standard = ?)sql";

// A household that moved away or left the register, or in a rebuild is not
// there yet, is not listed.
constexpr char kListVillage[] = R"sql(
SELECT a.survey, a.standard, a.standard_hash, a.household, a.round, a.village,
       a.b1, a.b2, a.class, a.failure, a.breakdown, a.assess_time
FROM assessment a
JOIN newest_survey n
  ON n.round = a.round AND n.household = a.household AND n.survey = a.survey
 AND n.active
WHERE a.round = ? AND a.village = ? AND a.standard = ? AND a.household > ?
ORDER BY a.household
LIMIT ?)sql";

constexpr char kListDeciding[] = R"sql(
SELECT a.survey, a.standard, a.standard_hash, a.household, a.round, a.village,
       a.b1, a.b2, a.class, a.failure, a.breakdown, a.assess_time
FROM assessment a
JOIN newest_survey n
  ON n.round = a.round AND n.household = a.household AND n.survey = a.survey
 AND n.active
JOIN round_standard r ON r.round = a.round AND r.standard = a.standard
WHERE a.round = ? AND a.village = ? AND a.household > ?
  AND NOT EXISTS (
    SELECT 1
    FROM round_standard earlier
    JOIN assessment b ON b.survey = a.survey AND b.standard = earlier.standard
    WHERE earlier.round = r.round AND earlier.place < r.place)
ORDER BY a.household
LIMIT ?)sql";

constexpr char kVillageOf[] = "SELECT village FROM survey WHERE survey = ?";

constexpr char kFactsOf[] = "SELECT facts FROM survey WHERE survey = ?";

constexpr char kFindRound[] = R"sql(
SELECT round, assigned, training, caught_up
FROM scored_round
WHERE round = ? AND assigned)sql";

constexpr char kAreaLines[] = R"sql(
SELECT area, parent FROM area_parent ORDER BY area, parent)sql";

AssessmentRow ReadAssessment(const mysql::Row& row) {
  return {.survey = row.Id(0),
          .standard = row.Text(1),
          .hash = absl::BytesToHexString(row.Blob(2)),
          .household = row.Id(3),
          .round = row.Text(4),
          .village = row.Text(5),
          .b1 = static_cast<int>(row.Int(6)),
          .b2 = static_cast<int>(row.Int(7)),
          .household_class = static_cast<HouseholdClass>(row.Int(8)),
          .failure = row.Text(9),
          .breakdown = row.Blob(10),
          .assess_time = row.Time(11)};
}

}  // namespace

absl::StatusOr<std::optional<AssessmentRow>> MySqlAssessmentStore::Find(
    const Ulid& survey, const std::string& standard, absl::Time deadline) {
  return mysql::Read(pool_, deadline,
                     [&](mysql::Reader& reader)
                         -> absl::StatusOr<std::optional<AssessmentRow>> {
                       return reader.QueryOne(kFind, ReadAssessment, survey,
                                              standard);
                     });
}

absl::StatusOr<std::vector<AssessmentRow>> MySqlAssessmentStore::ListVillage(
    const VillageQuery& query, absl::Time deadline) {
  return mysql::Read(
      pool_, deadline,
      [&](mysql::Reader& reader) -> absl::StatusOr<std::vector<AssessmentRow>> {
        if (query.standard.empty()) {
          return reader.Query(kListDeciding, ReadAssessment, query.round,
                              query.village, query.after.value_or(Ulid()),
                              query.limit);
        }
        return reader.Query(kListVillage, ReadAssessment, query.round,
                            query.village, query.standard,
                            query.after.value_or(Ulid()), query.limit);
      });
}

absl::StatusOr<std::optional<std::string>> MySqlAssessmentStore::VillageOf(
    const Ulid& survey, absl::Time deadline) {
  return mysql::Read(
      pool_, deadline,
      [&](mysql::Reader& reader) -> absl::StatusOr<std::optional<std::string>> {
        return reader.QueryOne(
            kVillageOf, [](const mysql::Row& row) { return row.Text(0); },
            survey);
      });
}

absl::StatusOr<std::optional<std::string>> MySqlAssessmentStore::FactsOf(
    const Ulid& survey, absl::Time deadline) {
  return mysql::Read(
      pool_, deadline,
      [&](mysql::Reader& reader) -> absl::StatusOr<std::optional<std::string>> {
        return reader.QueryOne(
            kFactsOf, [](const mysql::Row& row) { return row.Blob(0); },
            survey);
      });
}

absl::StatusOr<std::optional<RoundRow>> MySqlAssessmentStore::FindRound(
    const std::string& round, absl::Time deadline) {
  return mysql::Read(
      pool_, deadline,
      [&](mysql::Reader& reader) -> absl::StatusOr<std::optional<RoundRow>> {
        RASOAT_ASSIGN_OR_RETURN(std::optional<RoundRow> found,
                                reader.QueryOne(kFindRound, ReadRound, round));
        if (found) {
          RASOAT_ASSIGN_OR_RETURN(found->standards,
                                  ReadRoundStandards(reader, round));
        }
        return found;
      });
}

absl::StatusOr<std::vector<AreaLine>> MySqlAssessmentStore::AreaLines(
    absl::Time deadline) {
  return mysql::Read(
      pool_, deadline,
      [&](mysql::Reader& reader) -> absl::StatusOr<std::vector<AreaLine>> {
        return reader.Query(kAreaLines, [](const mysql::Row& row) {
          return AreaLine{.area = row.Text(0), .parent = row.Text(1)};
        });
      });
}

}  // namespace rasoat::scoring
