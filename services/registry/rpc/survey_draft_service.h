#pragma once

#include "rasoat/registry/v1/survey_drafts.grpc.pb.h"
#include "services/common/rpc/calls.h"
#include "services/registry/intake/draft_desk.h"
#include "services/registry/store/draft_store.h"

namespace rasoat::registry {

/// rasoat.registry.v1.SurveyDrafts. What it is made of must outlive it.
class SurveyDraftService final : public v1::SurveyDrafts::CallbackService {
 public:
  SurveyDraftService(rpc::Calls& calls, DraftDesk& desk, DraftStore& drafts)
      : calls_(calls), desk_(desk), drafts_(drafts) {}

  grpc::ServerUnaryReactor* SaveDraft(grpc::CallbackServerContext* context,
                                      const v1::SaveDraftRequest* request,
                                      v1::SurveyDraft* response) override;
  grpc::ServerUnaryReactor* GetDraft(grpc::CallbackServerContext* context,
                                     const v1::GetDraftRequest* request,
                                     v1::SurveyDraft* response) override;
  grpc::ServerUnaryReactor* ListDrafts(
      grpc::CallbackServerContext* context,
      const v1::ListDraftsRequest* request,
      v1::ListDraftsResponse* response) override;
  grpc::ServerUnaryReactor* DeleteDraft(
      grpc::CallbackServerContext* context,
      const v1::DeleteDraftRequest* request,
      v1::DeleteDraftResponse* response) override;

 private:
  absl::StatusOr<v1::SurveyDraft> Save(const v1::SaveDraftRequest& request,
                                       const rpc::Call& call);
  absl::StatusOr<v1::SurveyDraft> Get(const v1::GetDraftRequest& request,
                                      const rpc::Call& call);
  absl::StatusOr<v1::ListDraftsResponse> List(
      const v1::ListDraftsRequest& request, const rpc::Call& call);
  absl::StatusOr<v1::DeleteDraftResponse> Delete(
      const v1::DeleteDraftRequest& request, const rpc::Call& call);

  rpc::Calls& calls_;
  DraftDesk& desk_;
  DraftStore& drafts_;
};

}  // namespace rasoat::registry
