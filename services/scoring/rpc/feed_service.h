// The call that tells scoring's changes.
#pragma once

#include "rasoat/scoring/v1/scoring_feed.grpc.pb.h"
#include "services/common/feed/watch.h"
#include "services/common/rpc/calls.h"

namespace rasoat::scoring {

/// Serves `rasoat.scoring.v1.ScoringFeed`. Both must outlive it.
class FeedService final : public v1::ScoringFeed::CallbackService {
 public:
  FeedService(rpc::Calls& calls, feed::WatchSource& watch)
      : calls_(calls), watch_(watch) {}

  grpc::ServerWriteReactor<rasoat::feed::v1::WatchResponse>* Watch(
      grpc::CallbackServerContext* context,
      const rasoat::feed::v1::WatchRequest* request) override {
    return watch_.Serve(request, calls_.Admit(context, *request).status());
  }

 private:
  rpc::Calls& calls_;
  feed::WatchSource& watch_;
};

}  // namespace rasoat::scoring
