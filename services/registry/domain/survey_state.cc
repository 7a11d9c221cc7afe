#include "services/registry/domain/survey_state.h"

#include "services/registry/domain/refusals.h"

namespace rasoat::registry {
namespace {

using Status = SurveyStatus;
using Act = SurveyAct;

constexpr SurveyTransition kTransitions[] = {
    {Status::kDraft, Act::kSave, Status::kDraft, false},
    {Status::kDraft, Act::kSubmit, Status::kSubmitted, false},
    {Status::kSubmitted, Act::kReturn, Status::kReturned, true},
    {Status::kSubmitted, Act::kAccept, Status::kAccepted, false},
    {Status::kSubmitted, Act::kReplace, Status::kSubmitted, false},
    {Status::kReturned, Act::kReplace, Status::kSubmitted, false},
    {Status::kAccepted, Act::kReplace, Status::kSubmitted, true},
};

}  // namespace

absl::Span<const SurveyTransition> SurveyTransitions() { return kTransitions; }

absl::StatusOr<SurveyTransition> FindTransition(SurveyStatus from,
                                                SurveyAct act) {
  for (const SurveyTransition& transition : kTransitions) {
    if (transition.from == from && transition.act == act) return transition;
  }
  return SurveyStands(from);
}

}  // namespace rasoat::registry
