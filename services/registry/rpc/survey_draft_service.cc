#include "services/registry/rpc/survey_draft_service.h"

#include <string>
#include <utility>
#include <vector>

#include "services/common/rpc/paging.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/registry/domain/refusals.h"
#include "services/registry/rpc/household_proto.h"
#include "services/registry/rpc/names.h"
#include "services/registry/rpc/survey_draft_proto.h"
#include "services/registry/rpc/visit_proto.h"

namespace rasoat::registry {
namespace {

std::string WriterOf(const rpc::Call& call) {
  return call.identity == nullptr ? "" : call.identity->subject;
}

}  // namespace

grpc::ServerUnaryReactor* SurveyDraftService::SaveDraft(
    grpc::CallbackServerContext* context, const v1::SaveDraftRequest* request,
    v1::SurveyDraft* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) { return Save(*request, call); });
}

grpc::ServerUnaryReactor* SurveyDraftService::GetDraft(
    grpc::CallbackServerContext* context, const v1::GetDraftRequest* request,
    v1::SurveyDraft* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) { return Get(*request, call); });
}

grpc::ServerUnaryReactor* SurveyDraftService::ListDrafts(
    grpc::CallbackServerContext* context, const v1::ListDraftsRequest* request,
    v1::ListDraftsResponse* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) { return List(*request, call); });
}

grpc::ServerUnaryReactor* SurveyDraftService::DeleteDraft(
    grpc::CallbackServerContext* context, const v1::DeleteDraftRequest* request,
    v1::DeleteDraftResponse* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) { return Delete(*request, call); });
}

absl::StatusOr<v1::SurveyDraft> SurveyDraftService::Save(
    const v1::SaveDraftRequest& request, const rpc::Call& call) {
  RASOAT_ASSIGN_OR_RETURN(const DraftOrder order, FromProto(request));
  RASOAT_ASSIGN_OR_RETURN(const SurveyDraft saved,
                          desk_.Save(order, SubmissionOf(call)));
  return ToProto(saved);
}

absl::StatusOr<v1::SurveyDraft> SurveyDraftService::Get(
    const v1::GetDraftRequest& request, const rpc::Call& call) {
  RASOAT_ASSIGN_OR_RETURN(const DraftId id, ParseDraft(request.name(), "name"));
  RASOAT_ASSIGN_OR_RETURN(const SurveyDraft draft,
                          drafts_.Get(id, call.deadline));
  if (draft.writer != WriterOf(call)) return DraftNotFound();
  return ToProto(draft);
}

absl::StatusOr<v1::ListDraftsResponse> SurveyDraftService::List(
    const v1::ListDraftsRequest& request, const rpc::Call& call) {
  DraftFilter filter{.writer = WriterOf(call)};
  RASOAT_ASSIGN_OR_RETURN(filter.village,
                          ParseArea(request.village(), "village"));
  if (!request.round().empty()) {
    RASOAT_ASSIGN_OR_RETURN(filter.round, ParseRound(request.round(), "round"));
  }
  RASOAT_ASSIGN_OR_RETURN(
      const int size,
      rpc::PageSize(request.page_size(), {.usual = 50, .most = 200}));
  RASOAT_ASSIGN_OR_RETURN(auto start, rpc::PageStart<std::string>(request));
  DraftId after;
  if (start) {
    absl::StatusOr<DraftId> id = ParseDraft(std::get<0>(*start), "page_token");
    if (!id.ok()) return rpc::PageTokenWrong();
    after = *id;
  }
  RASOAT_ASSIGN_OR_RETURN(std::vector<SurveyDraft> drafts,
                          drafts_.List(filter, after, size + 1, call.deadline));
  v1::ListDraftsResponse response;
  if (static_cast<int>(drafts.size()) > size) {
    drafts.pop_back();
    response.set_next_page_token(
        rpc::NextPageToken(request, NameOf(drafts.back().id)));
  }
  for (const SurveyDraft& draft : drafts) {
    RASOAT_ASSIGN_OR_RETURN(*response.add_drafts(), ToProto(draft));
  }
  return response;
}

absl::StatusOr<v1::DeleteDraftResponse> SurveyDraftService::Delete(
    const v1::DeleteDraftRequest& request, const rpc::Call& call) {
  RASOAT_ASSIGN_OR_RETURN(const DraftId id, ParseDraft(request.name(), "name"));
  RASOAT_RETURN_IF_ERROR(drafts_.Delete(
      id, WriterOf(call), RevisionOf(request.etag()), call.deadline));
  return v1::DeleteDraftResponse();
}

}  // namespace rasoat::registry
