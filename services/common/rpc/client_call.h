#pragma once

#include <grpcpp/client_context.h>

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace rasoat::rpc {

/// Metadata keys, lower case as on the wire.
inline constexpr char kAuthorizationKey[] = "authorization";
inline constexpr char kRequestIdKey[] = "x-request-id";

/// Gives an outgoing call what every call of ours carries: until when, in whose
/// name, as part of which request. An infinite deadline sets none (for streams
/// that stay); an empty token or id is left out.
void Prepare(grpc::ClientContext& context, absl::Time deadline,
             absl::string_view token, absl::string_view request_id);

}  // namespace rasoat::rpc
