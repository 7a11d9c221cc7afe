#include "services/scoring/rpc/explanation_service.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/scoring/explain/explainer.h"
#include "services/scoring/follow/assess_under.h"
#include "services/scoring/rpc/assessment_answer.h"
#include "services/scoring/rpc/refusals.h"
#include "services/scoring/wire/facts_proto.h"
#include "services/scoring/wire/names.h"

namespace rasoat::scoring {
namespace {

absl::Status StandardChanged(const std::string& standard) {
  return Refused(
      absl::StatusCode::kFailedPrecondition,
      {.field = "name",
       .rule = "STANDARD_CHANGED",
       .vi = absl::StrCat("Chuẩn “", standard,
                          "” ở đây không còn là bản đã dùng để chấm điểm. Hãy "
                          "khôi phục bản cũ."),
       .en = absl::StrCat("The standard '", standard,
                          "' is here in another version than the one that was "
                          "scored by. Restore that one.")});
}

}  // namespace

absl::StatusOr<ExplanationService::Kept> ExplanationService::Find(
    const std::string& name, const rpc::Call& call) {
  RASOAT_ASSIGN_OR_RETURN(const AssessmentName parsed,
                          ParseAssessmentName(name, "name"));
  RASOAT_ASSIGN_OR_RETURN(
      std::optional<AssessmentRow> row,
      store_.Find(parsed.survey, parsed.standard, call.deadline));
  if (!row) return AssessmentNotFound("name");
  RASOAT_ASSIGN_OR_RETURN(std::optional<std::string> facts,
                          store_.FactsOf(parsed.survey, call.deadline));
  if (!facts) return AssessmentNotFound("name");
  const KnownStandard* known =
      catalogue_.Find(absl::StrCat("standards/", row->standard));
  if (known == nullptr || known->standard.content_hash != row->hash) {
    return StandardChanged(row->standard);
  }
  return Kept{
      .row = *std::move(row), .known = known, .facts = *std::move(facts)};
}

grpc::ServerUnaryReactor* ExplanationService::ExplainAssessment(
    grpc::CallbackServerContext* context,
    const v1::ExplainAssessmentRequest* request, v1::Explanation* response) {
  return calls_.Unary(
      context, request, response,
      [request,
       this](const rpc::Call& call) -> absl::StatusOr<v1::Explanation> {
        RASOAT_ASSIGN_OR_RETURN(const Kept kept, Find(request->name(), call));
        api::v1::HouseholdFacts proto;
        RASOAT_ASSIGN_OR_RETURN(const Facts facts,
                                ReadKeptFacts(kept.facts, proto));
        RASOAT_ASSIGN_OR_RETURN(v1::Explanation explanation,
                                ExplainHousehold(*kept.known, facts));
        RASOAT_ASSIGN_OR_RETURN(*explanation.mutable_assessment(),
                                ToProto(kept.row));
        return explanation;
      });
}

grpc::ServerUnaryReactor* ExplanationService::ExplainScore(
    grpc::CallbackServerContext* context,
    const v1::ExplainScoreRequest* request, v1::Explanation* response) {
  return calls_.Unary(
      context, request, response,
      [request, this](const rpc::Call&) -> absl::StatusOr<v1::Explanation> {
        RASOAT_ASSIGN_OR_RETURN(
            const KnownStandard* known,
            catalogue_.Need(request->standard(), "standard"));
        RASOAT_ASSIGN_OR_RETURN(const Facts facts,
                                ReadFacts(request->household()));
        return ExplainHousehold(*known, facts);
      });
}

grpc::ServerUnaryReactor* ExplanationService::ReplayAssessment(
    grpc::CallbackServerContext* context,
    const v1::ReplayAssessmentRequest* request, v1::Replay* response) {
  return calls_.Unary(
      context, request, response,
      [request, this](const rpc::Call& call) -> absl::StatusOr<v1::Replay> {
        RASOAT_ASSIGN_OR_RETURN(const Kept kept, Find(request->name(), call));
        api::v1::HouseholdFacts proto;
        AssessmentRow again = {.survey = kept.row.survey,
                               .household = kept.row.household,
                               .round = kept.row.round,
                               .village = kept.row.village,
                               .assess_time = kept.row.assess_time};
        v1::StandardResult told;
        AssessUnder(kept.known->standard, ReadKeptFacts(kept.facts, proto),
                    again, told);
        v1::Replay replay;
        replay.set_same(again.b1 == kept.row.b1 && again.b2 == kept.row.b2 &&
                        again.household_class == kept.row.household_class &&
                        again.failure == kept.row.failure &&
                        again.breakdown == kept.row.breakdown);
        RASOAT_ASSIGN_OR_RETURN(*replay.mutable_stored(), ToProto(kept.row));
        RASOAT_ASSIGN_OR_RETURN(*replay.mutable_replayed(), ToProto(again));
        return replay;
      });
}

}  // namespace rasoat::scoring
