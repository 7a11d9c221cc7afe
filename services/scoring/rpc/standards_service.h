// The calls about standards.
#pragma once

#include "rasoat/scoring/v1/standards.grpc.pb.h"
#include "services/common/rpc/calls.h"
#include "services/scoring/follow/draft_watcher.h"
#include "services/scoring/follow/round_assigner.h"
#include "services/scoring/load/catalogue.h"
#include "services/scoring/store/assessment_store.h"

namespace rasoat::scoring {

/// Serves `rasoat.scoring.v1.Standards`. What it is made with must outlive it.
class StandardsService final : public v1::Standards::CallbackService {
 public:
  StandardsService(rpc::Calls& calls, const Catalogue& catalogue,
                   const DraftWatcher& drafts, const RoundAssigner& assigner,
                   AssessmentStore& store)
      : calls_(calls),
        catalogue_(catalogue),
        drafts_(drafts),
        assigner_(assigner),
        store_(store) {}

  grpc::ServerUnaryReactor* GetStandard(grpc::CallbackServerContext* context,
                                        const v1::GetStandardRequest* request,
                                        v1::Standard* response) override;
  grpc::ServerUnaryReactor* ListStandards(
      grpc::CallbackServerContext* context,
      const v1::ListStandardsRequest* request,
      v1::ListStandardsResponse* response) override;
  grpc::ServerUnaryReactor* AssignStandards(
      grpc::CallbackServerContext* context,
      const v1::AssignStandardsRequest* request,
      v1::RoundStandards* response) override;
  grpc::ServerUnaryReactor* GetRoundStandards(
      grpc::CallbackServerContext* context,
      const v1::GetRoundStandardsRequest* request,
      v1::RoundStandards* response) override;

 private:
  rpc::Calls& calls_;
  const Catalogue& catalogue_;
  const DraftWatcher& drafts_;
  const RoundAssigner& assigner_;
  AssessmentStore& store_;
};

}  // namespace rasoat::scoring
