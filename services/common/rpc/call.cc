#include "services/common/rpc/call.h"

#include "services/common/clock/clock.h"
#include "services/common/status/error.h"

namespace rasoat::rpc {

absl::Status Call::Wanted() const {
  if (Cancelled()) {
    return Error(absl::StatusCode::kCancelled, "CALL_CANCELLED",
                 "the caller left before the work began");
  }
  if (SystemClock().Now() >= deadline) {
    return Error(absl::StatusCode::kDeadlineExceeded, "DEADLINE_PASSED",
                 "the deadline passed before the work began");
  }
  return absl::OkStatus();
}

}  // namespace rasoat::rpc
