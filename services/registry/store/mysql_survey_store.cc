#include "services/registry/store/mysql_survey_store.h"

#include <optional>
#include <string>
#include <utility>

#include "services/common/mysql/transaction.h"
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
        return ReadSurvey(reader, id, codec_);
      }));
  if (!found) return SurveyNotFound();
  return *std::move(found);
}

absl::StatusOr<std::vector<Survey>> MySqlSurveyStore::List(
    const SurveyFilter& filter, const SurveyId& after, int limit,
    absl::Time deadline) {
  return mysql::Read(pool_, deadline, [&](mysql::Reader& reader) {
    return ReadSurveys(reader, filter, after, limit, codec_);
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
