#include "services/registry/rpc/feed_service.h"

namespace rasoat::registry {

grpc::ServerWriteReactor<rasoat::feed::v1::WatchResponse>* FeedService::Watch(
    grpc::CallbackServerContext* context,
    const rasoat::feed::v1::WatchRequest* request) {
  return watch_.Serve(request, calls_.Admit(context, *request).status());
}

}  // namespace rasoat::registry
