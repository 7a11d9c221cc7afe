#pragma once

#include <grpcpp/server_context.h>

#include <initializer_list>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/common/access/identity.h"
#include "services/common/access/reach.h"
#include "services/common/rpc/call_meters.h"

namespace rasoat::rpc {

/// What a handler is told about the call it serves. Must not be kept beyond
/// the call.
struct Call {
  /// Who calls; null when nobody is signed in, which only methods declared
  /// anonymous ever see.
  std::shared_ptr<const access::Identity> identity;
  /// When the caller stops waiting, in the world's time: pass it on to stores
  /// and to other services.
  absl::Time deadline;
  /// When the call came in, by the service's clock.
  absl::Time now;
  /// The id by which the log lines of all processes that take part in a request
  /// can be found; pass it on. May be empty in an inline call.
  std::string request_id;

  /// By which of its grants the caller reaches what it asked for; filled for
  /// streams and where something personal is shown.
  access::Reach reach;

  /// Masks what this caller does not see whole. Calls does so to the answer of
  /// every unary call; a stream does it to each message before it is sent.
  void Hide(google::protobuf::Message& message) const;

  /// Whether a value that only `roles` see whole, such as a column of an
  /// export, is shown whole to this caller.
  bool Sees(std::initializer_list<access::Role> roles) const;

  /// True when the caller has gone: long work may stop.
  bool Cancelled() const {
    return context != nullptr && context->IsCancelled();
  }
  /// OK, or why work that has not begun need not:
  ///   CANCELLED          CALL_CANCELLED   the caller has gone
  ///   DEADLINE_EXCEEDED  DEADLINE_PASSED
  absl::Status Wanted() const;

  /// The account of the method's calls; for Calls.
  const CallMeters::Method* method = nullptr;
  /// gRPC's side of the call; for Calls.
  const grpc::CallbackServerContext* context = nullptr;
  /// When it came in, in the world's time, for its latency.
  absl::Time started;
};

}  // namespace rasoat::rpc
