#pragma once

#include "rasoat/workflow/v1/workflow_feed.grpc.pb.h"
#include "services/common/feed/watch.h"
#include "services/common/rpc/calls.h"

namespace rasoat::workflow {

/// Serves rasoat.workflow.v1.WorkflowFeed. What it refers to must outlive it.
class WorkflowFeedService final : public v1::WorkflowFeed::CallbackService {
 public:
  WorkflowFeedService(rpc::Calls& calls, feed::WatchSource& watch)
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

}  // namespace rasoat::workflow
