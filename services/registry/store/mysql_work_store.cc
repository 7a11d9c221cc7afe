#include "services/registry/store/mysql_work_store.h"

#include <utility>

#include "services/common/mysql/transaction.h"
#include "services/common/status/status_macros.h"
#include "services/registry/store/mysql_id_lists.h"

namespace rasoat::registry {
namespace {

// The numbers of WorkState; those of SurveyStatus stand in WorkStateOf().
#define RASOAT_WORK_STATE                                                    \
  "CASE WHEN survey.id IS NULL THEN 1 WHEN survey.status = 3 THEN 3 ELSE 2 " \
  "END"

// By the keys (village, number) and (household_id, round, form_kind,
// is_current).
#define RASOAT_WORK                                \
  "  FROM household"                               \
  "  LEFT JOIN survey"                             \
  "         ON survey.household_id = household.id" \
  "        AND survey.round = ?"                   \
  "        AND survey.form_kind = ?"               \
  "        AND survey.is_current = 1"              \
  " WHERE household.village = ?"                   \
  "   AND household.number > ?"

constexpr char kList[] =
    "SELECT household.id, household.village, household.number,"
    "       survey.id AS survey_id, survey.revision AS survey_revision,"
    "       survey.reviewer, survey.submit_time,"
    "       " RASOAT_WORK_STATE " AS state" RASOAT_WORK
    "   AND (? = 0 OR " RASOAT_WORK_STATE
    " = ?)"
    "   AND (? = '' OR survey.reviewer = ?)"
    " ORDER BY household.number"
    " LIMIT ?";

constexpr char kCount[] =
    "SELECT survey.reviewer, " RASOAT_WORK_STATE
    " AS state,"
    "       COUNT(*) AS households,"
    "       MAX(survey.submit_time) AS last_submit_time" RASOAT_WORK
    " GROUP BY survey.reviewer, state"
    " ORDER BY survey.reviewer, state";

#undef RASOAT_WORK
#undef RASOAT_WORK_STATE

WorkNote ReadNote(const mysql::Row& row) {
  WorkNote note;
  note.household = IdOf<HouseholdId>(row.Id("id"));
  note.village.value = row.Text("village");
  note.number = row.Int("number");
  note.state = static_cast<WorkState>(row.Int("state"));
  if (const auto survey = row.MaybeId("survey_id")) {
    note.survey = IdOf<SurveyId>(*survey);
    note.survey_revision = row.Int("survey_revision");
  }
  note.reviewer = row.MaybeText("reviewer").value_or("");
  note.submit_time = row.MaybeTime("submit_time");
  return note;
}

WorkGroup ReadGroup(const mysql::Row& row) {
  return {.reviewer = row.MaybeText("reviewer").value_or(""),
          .state = static_cast<WorkState>(row.Int("state")),
          .households = row.Int("households"),
          .last_submit_time =
              row.MaybeTime("last_submit_time").value_or(absl::UnixEpoch())};
}

}  // namespace

absl::StatusOr<std::vector<WorkNote>> MySqlWorkStore::List(
    const WorkFilter& filter, const WorkPlace& after, int limit,
    absl::Time deadline) {
  const int state = static_cast<int>(filter.state);
  return mysql::Read(
      pool_, deadline,
      [&](mysql::Reader& reader) -> absl::StatusOr<std::vector<WorkNote>> {
        std::vector<WorkNote> found;
        for (const AreaCode& village : filter.villages) {
          if (village < after.village) continue;
          const int room = limit - static_cast<int>(found.size());
          if (room <= 0) break;
          RASOAT_ASSIGN_OR_RETURN(
              std::vector<WorkNote> here,
              reader.Query(kList, ReadNote, filter.round.value,
                           static_cast<int>(filter.kind), village.value,
                           village == after.village ? after.number : 0, state,
                           state, filter.reviewer, filter.reviewer, room));
          for (WorkNote& note : here) found.push_back(std::move(note));
        }
        return found;
      });
}

absl::StatusOr<WorkSummary> MySqlWorkStore::Count(const WorkFilter& filter,
                                                  absl::Time deadline) {
  RASOAT_ASSIGN_OR_RETURN(
      const std::vector<WorkGroup> groups,
      mysql::Read(
          pool_, deadline,
          [&](mysql::Reader& reader) -> absl::StatusOr<std::vector<WorkGroup>> {
            std::vector<WorkGroup> all;
            for (const AreaCode& village : filter.villages) {
              RASOAT_ASSIGN_OR_RETURN(
                  std::vector<WorkGroup> here,
                  reader.Query(kCount, ReadGroup, filter.round.value,
                               static_cast<int>(filter.kind), village.value,
                               0));
              for (WorkGroup& group : here) all.push_back(std::move(group));
            }
            return all;
          }));
  return Summarize(groups);
}

}  // namespace rasoat::registry
