// The stream that scores many households.
#pragma once

#include "rasoat/scoring/v1/score_batch.grpc.pb.h"
#include "services/common/rpc/calls.h"
#include "services/scoring/load/catalogue.h"

namespace rasoat::scoring {

/// Serves `rasoat.scoring.v1.BatchScoring`. A stream takes two messages of
/// memory: one being scored or written, and the next. What it is made with must
/// outlive it.
class BatchService final : public v1::BatchScoring::CallbackService {
 public:
  BatchService(rpc::Calls& calls, const Catalogue& catalogue)
      : calls_(calls), catalogue_(catalogue) {}

  grpc::ServerBidiReactor<v1::ScoreBatchRequest, v1::ScoreBatchResponse>*
  ScoreBatch(grpc::CallbackServerContext* context) override;

 private:
  rpc::Calls& calls_;
  const Catalogue& catalogue_;
};

}  // namespace rasoat::scoring
