#include "services/registry/intake/survey_check.h"

#include <optional>
#include <utility>

#include "services/common/clock/clock.h"
#include "services/common/status/status_macros.h"
#include "services/registry/domain/text.h"
#include "services/registry/intake/household_then.h"
#include "services/registry/intake/judge.h"

namespace rasoat::registry {

absl::StatusOr<SurveyVerdict> SurveyChecker::Check(
    const VisitDraft& draft, const Submission& submission) {
  const HouseholdId about = draft.survey->household;
  std::vector<HouseholdId> ids;
  if (!about.empty()) ids.push_back(about);
  RASOAT_ASSIGN_OR_RETURN(const auto known,
                          households_.GetMany(ids, submission.deadline));
  const auto found = known.find(about);
  const Household* household = found == known.end() ? nullptr : &found->second;
  RASOAT_ASSIGN_OR_RETURN(
      const AreaCatalog::Book book,
      areas_.Knowing(household == nullptr ? AreaCode() : household->village,
                     DayInVietnam(submission.now), submission.deadline));
  std::optional<Household> then;
  if (household != nullptr) {
    RASOAT_ASSIGN_OR_RETURN(
        then, HouseholdThen(households_, *household, draft.survey->review_date,
                            submission.deadline));
  }
  SurveyVerdict verdict;
  const absl::StatusOr<NewVisit> visit = Judge({.draft = draft,
                                                .known = household,
                                                .then = then ? &*then : nullptr,
                                                .areas = *book,
                                                .forms = forms_,
                                                .rules = rules_,
                                                .submission = submission,
                                                .warnings = &verdict.warnings});
  verdict.faults = ViolationsOf(visit.status());
  verdict.warnings = Prefixed("survey.", std::move(verdict.warnings));
  if (const FormShelf::Entry* entry = forms_.Find(draft.survey->form)) {
    Survey survey = *draft.survey;
    survey.kind = entry->form.kind;
    RASOAT_ASSIGN_OR_RETURN(const std::optional<CurrentSurvey> current,
                            surveys_.CurrentLike(survey, submission.deadline));
    for (Violation& fault :
         ViolationsOf(MayReplace(survey, current ? &*current : nullptr))) {
      verdict.faults.push_back(std::move(fault));
    }
  }
  return verdict;
}

}  // namespace rasoat::registry
