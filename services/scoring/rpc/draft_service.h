// The calls by which standards go out, come in and are approved.
#pragma once

#include "rasoat/scoring/v1/standard_drafts.grpc.pb.h"
#include "services/common/rpc/calls.h"
#include "services/scoring/follow/draft_watcher.h"
#include "services/scoring/load/catalogue.h"
#include "services/scoring/store/standard_draft_store.h"

namespace rasoat::scoring {

/// Serves `rasoat.scoring.v1.StandardDrafts`. What it is made with must outlive
/// it.
class DraftService final : public v1::StandardDrafts::CallbackService {
 public:
  DraftService(rpc::Calls& calls, const Catalogue& catalogue,
               StandardDraftStore& store, DraftWatcher& watcher)
      : calls_(calls),
        catalogue_(catalogue),
        store_(store),
        watcher_(watcher) {}

  grpc::ServerUnaryReactor* ExportStandard(
      grpc::CallbackServerContext* context,
      const v1::ExportStandardRequest* request,
      google::api::HttpBody* response) override;
  grpc::ServerUnaryReactor* ImportStandard(
      grpc::CallbackServerContext* context,
      const v1::ImportStandardRequest* request,
      v1::ImportStandardResponse* response) override;
  grpc::ServerUnaryReactor* ApproveStandard(
      grpc::CallbackServerContext* context,
      const v1::ApproveStandardRequest* request,
      v1::Standard* response) override;
  grpc::ServerUnaryReactor* RejectStandard(
      grpc::CallbackServerContext* context,
      const v1::RejectStandardRequest* request,
      v1::Standard* response) override;

 private:
  absl::StatusOr<v1::ImportStandardResponse> Import(
      const v1::ImportStandardRequest& request, const rpc::Call& call);
  /// The draft of that name and area as the table has it now.
  absl::StatusOr<v1::Standard> Draft(const std::string& name,
                                     const std::string& area,
                                     const rpc::Call& call);
  absl::StatusOr<v1::Standard> Decide(const std::string& name,
                                      const std::string& hash, DraftState state,
                                      const std::string& reason,
                                      const rpc::Call& call);

  rpc::Calls& calls_;
  const Catalogue& catalogue_;
  StandardDraftStore& store_;
  DraftWatcher& watcher_;
};

}  // namespace rasoat::scoring
