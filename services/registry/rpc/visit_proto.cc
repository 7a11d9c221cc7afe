#include "services/registry/rpc/visit_proto.h"

#include <utility>

#include "services/registry/rpc/household_proto.h"
#include "services/registry/rpc/item_error.h"
#include "services/registry/rpc/names.h"
#include "services/registry/rpc/survey_proto.h"

namespace rasoat::registry {
namespace {

void Read(const v1::CreateHouseholdRequest& request, VisitDraft& draft,
          absl::string_view id_field) {
  draft.household = FromProto(request.household(), draft.faults);
  draft.household->id =
      OrFault(ParseHouseholdId(request.household_id(), id_field), draft.faults);
}

void Read(const v1::SubmitSurveyRequest& request, VisitDraft& draft,
          absl::string_view id_field, absl::string_view draft_field) {
  draft.survey = FromProto(request.survey(), draft.faults);
  draft.survey->id =
      OrFault(ParseSurveyId(request.survey_id(), id_field), draft.faults);
  if (!request.draft().empty()) {
    draft.draft =
        OrFault(ParseDraft(request.draft(), draft_field), draft.faults);
  }
}

}  // namespace

VisitDraft FromProto(const v1::CreateHouseholdRequest& request) {
  VisitDraft draft;
  Read(request, draft, "household_id");
  return draft;
}

VisitDraft FromProto(const v1::SubmitSurveyRequest& request) {
  VisitDraft draft;
  Read(request, draft, "survey_id", "draft");
  return draft;
}

VisitDraft FromProto(const v1::Visit& visit) {
  VisitDraft draft;
  draft.village = OrFault(ParseArea(visit.village(), "village"), draft.faults);
  if (visit.has_household()) {
    Read(visit.household(), draft, "household.household_id");
  }
  if (visit.has_survey()) {
    Read(visit.survey(), draft, "survey.survey_id", "survey.draft");
  }
  return draft;
}

v1::VisitReceipt ToProto(const VisitOutcome& outcome) {
  v1::VisitReceipt receipt;
  for (const Violation& warning : outcome.warnings) {
    *receipt.add_warnings() = ToProto(warning);
  }
  if (!outcome.status.ok()) {
    *receipt.mutable_error() = ItemErrorOf(outcome.status);
    for (v1::FieldFault& fault : *receipt.mutable_error()->mutable_faults()) {
      // Where the ids stand when they come as part of a visit.
      if (fault.field() == "household_id") {
        fault.set_field("household.household_id");
      } else if (fault.field() == "survey_id") {
        fault.set_field("survey.survey_id");
      }
    }
    return receipt;
  }
  receipt.set_household(NameOf(outcome.household));
  receipt.set_survey(NameOf(outcome.survey));
  receipt.set_repeated_before(outcome.repeated);
  return receipt;
}

Submission SubmissionOf(const rpc::Call& call) {
  return {.reviewer = call.identity == nullptr ? "" : call.identity->subject,
          .now = call.now,
          .deadline = call.deadline};
}

}  // namespace rasoat::registry
