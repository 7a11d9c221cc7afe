#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "absl/synchronization/notification.h"
#include "gateway/transcoding/descriptors.h"
#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/server.h"

namespace rasoat::gateway {

/// A gRPC server in this process that plays the shop and gRPC's health check,
/// without generated code.
///
/// Get, Create and Merge echo what they are sent as a shelf. Names and
/// positions with a meaning of their own:
///   shelves/missing   NOT_FOUND SHELF_NOT_FOUND with all details
///   shelves/slow      never answers; notes when it is cancelled
///   shelves/call      answers with the call's metadata in `note`
///   after_position n  three responses, n+1 to n+3, then the end; but
///     1000            one response, then silence until it is cancelled
///     2000            FAILED_PRECONDITION at once
///     3000            one response, then ABORTED
class ShopBackend : public grpc::CallbackGenericService {
 public:
  explicit ShopBackend(const Descriptors& api);
  ~ShopBackend() override;

  std::string address() const;
  /// Ends the server; calls fail from now on.
  void Stop();

  grpc::ServerGenericBidiReactor* CreateReactor(
      grpc::GenericCallbackServerContext* context) override;

  const Descriptors& api;
  std::atomic<bool> serving = true;
  /// Calls of the health check so far.
  std::atomic<int> checks = 0;
  /// A call that never ends has begun, and has been cancelled.
  absl::Notification waiting;
  absl::Notification cancelled;

 private:
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace rasoat::gateway
