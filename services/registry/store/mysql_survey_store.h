#pragma once

#include <vector>

#include "services/common/mysql/pool.h"
#include "services/registry/store/mysql_survey_rows.h"
#include "services/registry/store/survey_store.h"

namespace rasoat::registry {

/// Reads surveys from the table `survey`. What it is made of must
/// outlive it.
class MySqlSurveyStore final : public SurveyStore {
 public:
  MySqlSurveyStore(mysql::Pool& pool, const MySqlSurveyRows& rows)
      : pool_(pool), rows_(rows) {}

  absl::StatusOr<Survey> Get(const SurveyId& id, absl::Time deadline) override;
  absl::StatusOr<std::vector<Survey>> GetMany(absl::Span<const SurveyId> ids,
                                              absl::Time deadline) override;
  absl::StatusOr<std::vector<Survey>> List(const SurveyFilter& filter,
                                           const SurveyId& after, int limit,
                                           absl::Time deadline) override;
  absl::StatusOr<std::vector<Survey>> Versions(const SurveyId& of,
                                               const SurveyId& after, int limit,
                                               absl::Time deadline) override;
  absl::StatusOr<std::optional<CurrentSurvey>> CurrentLike(
      const Survey& like, absl::Time deadline) override;
  absl::StatusOr<AreaCode> VillageOf(const SurveyId& id,
                                     absl::Time deadline) override;

 private:
  mysql::Pool& pool_;
  const MySqlSurveyRows& rows_;
};

}  // namespace rasoat::registry
