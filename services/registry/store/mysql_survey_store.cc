#include "services/registry/store/mysql_survey_store.h"

#include <optional>
#include <string>
#include <utility>

#include "services/common/mysql/transaction.h"
#include "services/common/status/status_macros.h"
#include "services/registry/domain/refusals.h"
#include "services/registry/store/mysql_id_lists.h"
#include "services/registry/store/mysql_survey_rows.h"

namespace rasoat::registry {
namespace {

constexpr char kSelectVillageOf[] = "SELECT village FROM survey WHERE id = ?";

}  // namespace

absl::StatusOr<Survey> MySqlSurveyStore::Get(const SurveyId& id,
                                             absl::Time deadline) {
  RASOAT_ASSIGN_OR_RETURN(
      std::optional<Survey> found,
      mysql::Read(pool_, deadline, [&](mysql::Reader& reader) {
        return rows_.Read(reader, id);
      }));
  if (!found) return SurveyNotFound();
  return *std::move(found);
}

absl::StatusOr<std::vector<Survey>> MySqlSurveyStore::GetMany(
    absl::Span<const SurveyId> ids, absl::Time deadline) {
  if (ids.empty()) return std::vector<Survey>();
  return mysql::Read(pool_, deadline, [&](mysql::Reader& reader) {
    return rows_.ReadMany(reader, ids);
  });
}

absl::StatusOr<std::vector<Survey>> MySqlSurveyStore::List(
    const SurveyFilter& filter, const SurveyId& after, int limit,
    absl::Time deadline) {
  return mysql::Read(pool_, deadline, [&](mysql::Reader& reader) {
    return rows_.ReadList(reader, filter, after, limit);
  });
}

absl::StatusOr<std::vector<Survey>> MySqlSurveyStore::Versions(
    const SurveyId& of, const SurveyId& after, int limit, absl::Time deadline) {
  return mysql::Read(
      pool_, deadline,
      [&](mysql::Reader& reader) -> absl::StatusOr<std::vector<Survey>> {
        RASOAT_ASSIGN_OR_RETURN(const std::optional<Survey> any,
                                rows_.Read(reader, of));
        if (!any) return SurveyNotFound();
        if (after.empty()) {
          return rows_.ReadVersions(reader, *any, nullptr, limit);
        }
        RASOAT_ASSIGN_OR_RETURN(const std::optional<Survey> last,
                                rows_.Read(reader, after));
        if (!last) return SurveyNotFound();
        return rows_.ReadVersions(reader, *any, &*last, limit);
      });
}

absl::StatusOr<std::optional<CurrentSurvey>> MySqlSurveyStore::CurrentLike(
    const Survey& like, absl::Time deadline) {
  return mysql::Read(pool_, deadline, [&](mysql::Reader& reader) {
    return rows_.ReadCurrent(reader, like);
  });
}

absl::StatusOr<AreaCode> MySqlSurveyStore::VillageOf(const SurveyId& id,
                                                     absl::Time deadline) {
  RASOAT_ASSIGN_OR_RETURN(
      std::optional<std::string> village,
      mysql::Read(pool_, deadline, [&](mysql::Reader& reader) {
        return reader.QueryOne(
            kSelectVillageOf,
            [](const mysql::Row& row) { return row.Text("village"); },
            Stored(id));
      }));
  if (!village) return SurveyNotFound();
  return AreaCode{*std::move(village)};
}

}  // namespace rasoat::registry
