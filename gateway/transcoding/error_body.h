#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "grpcpp/support/status.h"
#include "services/common/status/error.h"

namespace rasoat::gateway {

/// What went wrong, ready to be told to an HTTP client.
///
/// Always complete: `details` hold an ErrorInfo with a reason and a
/// LocalizedMessage in Vietnamese and in English, added by the gateway where
/// the service gave none.
struct Failure {
  absl::StatusCode code = absl::StatusCode::kUnknown;
  /// The HTTP status; that of `code` unless HTTP knows better (405, 413 …).
  int http_status = 500;
  std::string message;
  std::vector<Detail> details;
};

/// A failure of the gateway's own, with `http_status` if not 0.
Failure FailureFrom(const absl::Status& status, int http_status = 0);

/// A failure heard from a service, or from the way to it. A message that the
/// transport made (it names addresses) is replaced by one of ours.
Failure FailureFrom(const grpc::Status& status);

using rasoat::ReasonOf;  // not hidden by the one below
/// The reason in the failure's ErrorInfo.
std::string ReasonOf(const Failure& failure);

/// How long the caller should wait before trying again: what the service's
/// RetryInfo says, else 1 s for RESOURCE_EXHAUSTED and UNAVAILABLE, else zero.
absl::Duration RetryAfter(const Failure& failure);

/// `{"error":{"code":400,"status":"INVALID_ARGUMENT","message":…,"details":[…]}}`
/// with each detail unpacked beside its `@type`.
std::string ErrorJson(const Failure& failure);

/// The HTTP status that stands for a canonical code.
int HttpStatusOf(absl::StatusCode code);

/// `INVALID_ARGUMENT` …: the name of a canonical code on the wire.
std::string CodeName(absl::StatusCode code);

}  // namespace rasoat::gateway
