#pragma once

#include <grpcpp/support/status.h>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace rasoat::rpc {

/// The wire form of `status`: code, message, and in grpc-status-details-bin a
/// google.rpc.Status with everything DetailsOf() tells, and RetryInfo if
/// SetRetryAfter() was called.
///
/// Trailers must stay below the 8 KiB that peers accept by default, so of a
/// great many violations only the first, about a dozen, travel, and long
/// messages are cut. The code, the reason and the retry advice always arrive.
grpc::Status ToWire(const absl::Status& status);

/// What ToWire() was given, at the other end: the reason, the violations in
/// both languages and the retry advice are back in place. A status from
/// elsewhere, gRPC's own for one, keeps its code and message.
absl::Status FromWire(const grpc::Status& status);

/// Adds to `status` the advice not to try again before `delay` has passed.
void SetRetryAfter(absl::Status& status, absl::Duration delay);

/// The advice on `status`; zero when there is none.
absl::Duration RetryAfter(const absl::Status& status);

}  // namespace rasoat::rpc
