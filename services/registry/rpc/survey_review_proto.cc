#include "services/registry/rpc/survey_review_proto.h"

#include <utility>

#include "services/common/status/error.h"
#include "services/registry/rpc/household_proto.h"
#include "services/registry/rpc/names.h"
#include "services/registry/rpc/survey_proto.h"

namespace rasoat::registry {
namespace {

template <class Request>
absl::StatusOr<ReviewOrder> Order(const Request& request, SurveyAct act,
                                  const rpc::Call& call) {
  std::vector<Violation> faults;
  ReviewOrder order{
      .survey = OrFault(ParseSurvey(request.name(), "name"), faults),
      .act = act,
      .seen_revision = RevisionOf(request.etag()),
      .comments = FromProto(request.comments()),
      .request =
          OrFault(ParseRequestId(request.request_id(), "request_id"), faults),
      .supervisor = call.identity == nullptr ? "" : call.identity->subject,
      .time = absl::FromUnixMicros(absl::ToUnixMicros(call.now))};
  if (request.etag().empty()) {
    faults.push_back(
        {"etag", "ETAG_MISSING",
         "Thiếu etag của bản đã đọc; hãy đọc lại rồi gửi kèm etag.",
         "The etag last read is missing; read it again and send its etag."});
  }
  for (Violation& fault : CheckComments(order.comments, act)) {
    faults.push_back(std::move(fault));
  }
  if (!faults.empty()) return Invalid(std::move(faults));
  return order;
}

v1::ReviewAct ActToProto(SurveyAct act) {
  switch (act) {
    case SurveyAct::kReturn:
      return v1::REVIEW_ACT_RETURN;
    case SurveyAct::kAccept:
      return v1::REVIEW_ACT_ACCEPT;
    default:
      return v1::REVIEW_ACT_UNSPECIFIED;
  }
}

}  // namespace

absl::StatusOr<ReviewOrder> FromProto(const v1::ReturnSurveyRequest& request,
                                      const rpc::Call& call) {
  return Order(request, SurveyAct::kReturn, call);
}

absl::StatusOr<ReviewOrder> FromProto(const v1::AcceptSurveyRequest& request,
                                      const rpc::Call& call) {
  return Order(request, SurveyAct::kAccept, call);
}

ReviewComments FromProto(const v1::ReviewComments& shown) {
  ReviewComments comments{.general = shown.general()};
  for (const v1::FieldComment& field : shown.fields()) {
    comments.fields.push_back({.path = field.path(), .text = field.text()});
  }
  return comments;
}

v1::ReviewComments ToProto(const ReviewComments& comments) {
  v1::ReviewComments shown;
  shown.set_general(comments.general);
  for (const FieldComment& comment : comments.fields) {
    v1::FieldComment& field = *shown.add_fields();
    field.set_path(comment.path);
    field.set_text(comment.text);
  }
  return shown;
}

v1::SurveyReview ToProto(const SurveyReview& review) {
  v1::SurveyReview shown;
  shown.set_survey(NameOf(review.survey));
  shown.set_act(ActToProto(review.act));
  shown.set_supervisor(review.supervisor);
  SetTime(review.time, *shown.mutable_review_time());
  *shown.mutable_comments() = ToProto(review.comments);
  return shown;
}

}  // namespace rasoat::registry
