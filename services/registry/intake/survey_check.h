// What would become of a survey, without keeping it.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "services/common/status/error.h"
#include "services/registry/intake/area_catalog.h"
#include "services/registry/intake/intake.h"
#include "services/registry/load/form_shelf.h"
#include "services/registry/store/household_store.h"
#include "services/registry/store/survey_store.h"

namespace rasoat::registry {

/// What there is to say of a survey.
struct SurveyVerdict {
  std::vector<Violation> faults;    ///< None: it would be taken now.
  std::vector<Violation> warnings;  ///< No reason to refuse it.
};

/// Looks at surveys. Thread safe; what it is made of must outlive it.
class SurveyChecker {
 public:
  SurveyChecker(AreaCatalog& areas, HouseholdStore& households,
                SurveyStore& surveys, const FormShelf& forms,
                const PersonRules& rules)
      : areas_(areas),
        households_(households),
        surveys_(surveys),
        forms_(forms),
        rules_(rules) {}

  /// All that Intake::Take would say of a draft that has a survey alone, and
  /// what is odd about it. Costs two reads. Fails only when a store does.
  absl::StatusOr<SurveyVerdict> Check(const VisitDraft& draft,
                                      const Submission& submission);

 private:
  AreaCatalog& areas_;
  HouseholdStore& households_;
  SurveyStore& surveys_;
  const FormShelf& forms_;
  const PersonRules& rules_;
};

}  // namespace rasoat::registry
