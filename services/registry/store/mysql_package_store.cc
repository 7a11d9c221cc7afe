#include "services/registry/store/mysql_package_store.h"

#include <string>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "services/common/ids/ulid.h"
#include "services/common/mysql/transaction.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/registry/store/mysql_id_lists.h"

namespace rasoat::registry {
namespace {

constexpr char kPosition[] = "SELECT position FROM feed_head WHERE stream = 0";

constexpr char kChanges[] = R"sql(
  SELECT position, subject
    FROM feed_change
   WHERE area = ? AND position > ? AND position <= ?
   ORDER BY position
   LIMIT ?)sql";

constexpr char kHouseholdsOf[] = "SELECT household_id FROM survey WHERE id";

constexpr char kElsewhere[] = R"sql(
  SELECT DISTINCT household.id
    FROM household
    JOIN survey ON survey.household_id = household.id
   WHERE household.village = ? AND household.id > ?
     AND survey.is_current = 1 AND survey.village <> household.village
   ORDER BY household.id
   LIMIT ?)sql";

constexpr char kNewest[] = R"sql(
  SELECT id, household_id, round, form_kind, submit_time
    FROM survey
   WHERE is_current = 1 AND household_id)sql";

struct Told {
  std::int64_t position = 0;
  std::string subject;
};

/// The households that are subjects, and those whose surveys are.
struct Subjects {
  std::vector<Ulid> households;
  std::vector<Ulid> surveys;
};

Subjects SubjectsOf(const std::vector<Told>& changes) {
  Subjects subjects;
  absl::flat_hash_set<std::string> seen;
  for (const Told& change : changes) {
    if (!seen.insert(change.subject).second) continue;
    absl::string_view id = change.subject;
    std::vector<Ulid>& of_kind = absl::ConsumePrefix(&id, "surveys/")
                                     ? subjects.surveys
                                     : subjects.households;
    absl::ConsumePrefix(&id, "households/");
    // Areas are told in the same feed, and are no ids.
    const absl::StatusOr<Ulid> parsed = ParseUlid(id);
    if (parsed.ok()) of_kind.push_back(*parsed);
  }
  return subjects;
}

}  // namespace

absl::StatusOr<std::int64_t> MySqlPackageStore::Position(absl::Time deadline) {
  RASOAT_ASSIGN_OR_RETURN(
      std::optional<std::int64_t> newest,
      mysql::Read(pool_, deadline, [](mysql::Reader& reader) {
        return reader.QueryOne(
            kPosition, [](const mysql::Row& row) { return row.Int(0); });
      }));
  if (!newest) {
    return Error(absl::StatusCode::kInternal, "FEED_HEAD_MISSING",
                 "feed_head has no row; apply the migrations of the feed");
  }
  return *newest;
}

absl::StatusOr<VillageChanges> MySqlPackageStore::ChangesIn(
    const AreaCode& village, std::int64_t after, std::int64_t up_to, int limit,
    absl::Time deadline) {
  return mysql::Read(
      pool_, deadline,
      [&](mysql::Reader& reader) -> absl::StatusOr<VillageChanges> {
        RASOAT_ASSIGN_OR_RETURN(const std::vector<Told> told,
                                reader.Query(
                                    kChanges,
                                    [](const mysql::Row& row) {
                                      return Told{.position = row.Int(0),
                                                  .subject = row.Text(1)};
                                    },
                                    village.value, after, up_to, limit));
        const bool all = static_cast<int>(told.size()) < limit;
        VillageChanges changes{.reached = all ? up_to : told.back().position};
        Subjects subjects = SubjectsOf(told);
        absl::flat_hash_set<Ulid> households(subjects.households.begin(),
                                             subjects.households.end());
        RASOAT_RETURN_IF_ERROR(
            ForEachById(reader, kHouseholdsOf, subjects.surveys, "",
                        [&](const mysql::Row& row) -> absl::Status {
                          households.insert(row.Id(0));
                          return absl::OkStatus();
                        }));
        for (const Ulid& id : households) {
          changes.households.push_back(IdOf<HouseholdId>(id));
        }
        return changes;
      });
}

absl::StatusOr<std::vector<HouseholdId>> MySqlPackageStore::SurveyedElsewhere(
    const AreaCode& village, const HouseholdId& after, int limit,
    absl::Time deadline) {
  return mysql::Read(pool_, deadline, [&](mysql::Reader& reader) {
    return reader.Query(
        kElsewhere,
        [](const mysql::Row& row) { return IdOf<HouseholdId>(row.Id(0)); },
        village.value, Stored(after), limit);
  });
}

absl::StatusOr<std::vector<SurveyNote>> MySqlPackageStore::NewestSurveys(
    absl::Span<const HouseholdId> households, absl::Time deadline) {
  std::vector<Ulid> ids;
  for (const HouseholdId& id : households) ids.push_back(Stored(id));
  std::vector<SurveyNote> notes;
  RASOAT_RETURN_IF_ERROR(
      mysql::Read(pool_, deadline, [&](mysql::Reader& reader) -> absl::Status {
        return ForEachById(
            reader, kNewest, ids, "",
            [&](const mysql::Row& row) -> absl::Status {
              notes.push_back(
                  {.id = IdOf<SurveyId>(row.Id("id")),
                   .household = IdOf<HouseholdId>(row.Id("household_id")),
                   .round = {row.Text("round")},
                   .kind = static_cast<FormKind>(row.Int("form_kind")),
                   .submit_time = row.Time("submit_time")});
              return absl::OkStatus();
            });
      }));
  return notes;
}

}  // namespace rasoat::registry
