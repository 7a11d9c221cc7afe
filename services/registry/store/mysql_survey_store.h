#pragma once

#include <vector>

#include "services/common/mysql/pool.h"
#include "services/registry/store/record_codec.h"
#include "services/registry/store/survey_store.h"

namespace rasoat::registry {

/// Reads surveys from the table `survey`. Pool and codec must outlive it.
class MySqlSurveyStore final : public SurveyStore {
 public:
  MySqlSurveyStore(mysql::Pool& pool, const RecordCodec& codec)
      : pool_(pool), codec_(codec) {}

  absl::StatusOr<Survey> Get(const SurveyId& id, absl::Time deadline) override;
  absl::StatusOr<std::vector<Survey>> List(const SurveyFilter& filter,
                                           const SurveyId& after, int limit,
                                           absl::Time deadline) override;
  absl::StatusOr<AreaCode> VillageOf(const SurveyId& id,
                                     absl::Time deadline) override;

 private:
  mysql::Pool& pool_;
  const RecordCodec& codec_;
};

}  // namespace rasoat::registry
