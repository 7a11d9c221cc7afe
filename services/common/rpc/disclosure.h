// What a caller is shown: masked values do not come in, hidden ones do not go
// out, and looks from outside are written down. For Calls.
#pragma once

#include <google/protobuf/message.h>

#include "absl/status/status.h"
#include "services/common/rpc/call.h"
#include "services/common/rpc/calls_options.h"

namespace rasoat::rpc {

/// Before the work of a call that the guard let through: fills `call.reach`,
/// where it matters.
///
/// Errors:
///   INVALID_ARGUMENT  MASKED_VALUE  a masked value was sent back
///   what the guard's resolver says
absl::Status BeforeWork(const CallsOptions& options,
                        const google::protobuf::Message& request, Call& call);

/// After it: writes a look from outside down and masks the answer. `response`
/// is null for a stream.
///
/// Errors:
///   UNAVAILABLE  READ_NOT_LOGGED  the look could not be written down
absl::Status BeforeAnswer(const CallsOptions& options,
                          const google::protobuf::Message& request,
                          google::protobuf::Message* response,
                          const Call& call);

}  // namespace rasoat::rpc
