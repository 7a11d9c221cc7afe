#include "services/common/rpc/call.h"

#include <algorithm>

#include "services/common/clock/clock.h"
#include "services/common/status/error.h"

namespace rasoat::rpc {

void Call::Hide(google::protobuf::Message& message) const {
  const auto& fields = method->rule->shown;
  if (fields != nullptr) fields->Hide(reach, message);
}

bool Call::Sees(std::initializer_list<access::Role> roles) const {
  return reach.Holds([&](const access::Grant& grant) {
    return std::find(roles.begin(), roles.end(), grant.role) != roles.end();
  });
}

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
