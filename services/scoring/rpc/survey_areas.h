// Where the resources of scoring lie, for who may see them.
#pragma once

#include "services/common/access/guard.h"
#include "services/scoring/store/assessment_store.h"

namespace rasoat::scoring {

/// Places `surveys/{survey}` and what is below it in the survey's village.
class SurveyAreas final : public access::AreaResolver {
 public:
  /// `store` must outlive it.
  explicit SurveyAreas(AssessmentStore& store) : store_(store) {}

  /// Errors:
  ///   INVALID_ARGUMENT  NAME_MALFORMED        not the name of an assessment
  ///   NOT_FOUND         ASSESSMENT_NOT_FOUND  no such survey here
  absl::StatusOr<std::string> AreaOf(absl::string_view name,
                                     absl::Time deadline) override;

 private:
  AssessmentStore& store_;
};

}  // namespace rasoat::scoring
