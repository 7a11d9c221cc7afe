#pragma once

#include "rasoat/registry/v1/registry_feed.grpc.pb.h"
#include "services/common/feed/watch.h"
#include "services/common/rpc/calls.h"

namespace rasoat::registry {

/// rasoat.registry.v1.RegistryFeed. What it is made of must outlive it.
class FeedService final : public v1::RegistryFeed::CallbackService {
 public:
  FeedService(rpc::Calls& calls, feed::WatchSource& watch)
      : calls_(calls), watch_(watch) {}

  grpc::ServerWriteReactor<rasoat::feed::v1::WatchResponse>* Watch(
      grpc::CallbackServerContext* context,
      const rasoat::feed::v1::WatchRequest* request) override;

 private:
  rpc::Calls& calls_;
  feed::WatchSource& watch_;
};

}  // namespace rasoat::registry
