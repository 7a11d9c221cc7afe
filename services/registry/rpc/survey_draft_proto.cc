#include "services/registry/rpc/survey_draft_proto.h"

#include <utility>
#include <vector>

#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/registry/rpc/household_proto.h"
#include "services/registry/rpc/names.h"
#include "services/registry/rpc/survey_proto.h"

namespace rasoat::registry {
namespace {

absl::Status Unreadable() {
  return Error(absl::StatusCode::kInternal, "FACTS_UNREADABLE",
               "the stored content of a draft cannot be read");
}

}  // namespace

absl::StatusOr<DraftOrder> FromProto(const v1::SaveDraftRequest& request) {
  const v1::Survey& survey = request.draft().survey();
  std::vector<Violation> faults;
  DraftOrder order;
  order.draft.household = OrFault(
      ParseHousehold(survey.household(), "draft.survey.household"), faults);
  order.draft.round =
      OrFault(ParseRound(survey.round(), "draft.survey.round"), faults);
  order.draft.content = survey.SerializeAsString();
  order.form = OrFault(ParseForm(survey.form(), "draft.survey.form"), faults);
  order.seen = RevisionOf(request.draft().etag());
  RASOAT_RETURN_IF_ERROR(Invalid(std::move(faults)));
  return order;
}

absl::StatusOr<v1::SurveyDraft> ToProto(const SurveyDraft& draft) {
  v1::SurveyDraft shown;
  if (!shown.mutable_survey()->ParseFromString(draft.content)) {
    return Unreadable();
  }
  shown.set_name(NameOf(draft.id));
  shown.set_form_kind(ToProto(draft.kind));
  SetTime(draft.save_time, *shown.mutable_save_time());
  shown.set_etag(EtagOf(draft.revision));
  return shown;
}

absl::StatusOr<Survey> ReadDraft(const std::string& content) {
  v1::Survey shown;
  if (!shown.ParseFromString(content)) return Unreadable();
  std::vector<Violation> unfinished;
  return FromProto(shown, unfinished);
}

}  // namespace rasoat::registry
