#include "services/workflow/follow/scoring_applier.h"

#include <utility>

#include "absl/strings/strip.h"
#include "rasoat/scoring/v1/scoring_feed.pb.h"
#include "services/common/status/status_macros.h"
#include "services/workflow/domain/names.h"

namespace rasoat::workflow {
namespace {

absl::StatusOr<RoundStandards> StandardsOf(
    const scoring::v1::RoundStandards& message) {
  // roundStandards/{round} is named after rounds/{round}.
  RASOAT_ASSIGN_OR_RETURN(
      RoundId round,
      ParseRoundId(absl::StripPrefix(message.name(), "roundStandards/"),
                   "name"));
  return RoundStandards{
      .round = std::move(round),
      .standards = {message.standards().begin(), message.standards().end()},
      .training = message.training()};
}

absl::StatusOr<AssessmentMark> MarkOf(
    const scoring::v1::AssessmentState& state) {
  AssessmentMark mark{.assessed = !state.results().empty()};
  RASOAT_ASSIGN_OR_RETURN(
      mark.household,
      ParseUlid(absl::StripPrefix(state.household(), "households/")));
  RASOAT_ASSIGN_OR_RETURN(mark.round, ParseRoundName(state.round(), "round"));
  for (const scoring::v1::StandardResult& result : state.results()) {
    mark.assessed = mark.assessed && result.failure().empty();
  }
  return mark;
}

}  // namespace

std::vector<std::string> ScoringApplier::Kinds() {
  return {scoring::v1::RoundStandardsState::descriptor()->full_name(),
          scoring::v1::AssessmentState::descriptor()->full_name()};
}

absl::Status ScoringApplier::Apply(mysql::Transaction& tx, feed::Changes&,
                                   absl::Span<const feed::Change> changes) {
  std::vector<RoundStandards> standards;
  std::vector<AssessmentMark> marks;
  for (const feed::Change& change : changes) {
    if (change.Is<scoring::v1::RoundStandardsState>()) {
      RASOAT_ASSIGN_OR_RETURN(auto state,
                              change.As<scoring::v1::RoundStandardsState>());
      RASOAT_ASSIGN_OR_RETURN(RoundStandards one,
                              StandardsOf(state.round_standards()));
      standards.push_back(std::move(one));
    } else if (change.Is<scoring::v1::AssessmentState>()) {
      RASOAT_ASSIGN_OR_RETURN(auto state,
                              change.As<scoring::v1::AssessmentState>());
      RASOAT_ASSIGN_OR_RETURN(AssessmentMark mark, MarkOf(state));
      marks.push_back(std::move(mark));
    }
  }
  RASOAT_RETURN_IF_ERROR(store_.PutRoundStandards(tx, standards));
  return store_.PutAssessments(tx, marks);
}

absl::Status ScoringApplier::Reset(mysql::Transaction& tx) {
  return store_.ForgetScoring(tx);
}

}  // namespace rasoat::workflow
