#pragma once

#include <string>

#include "absl/status/status.h"
#include "services/common/rpc/tls.h"

namespace rasoat::server {

/// Asks the gRPC health service at `listen` whether the process is ready; waits
/// 3 s at most. An address that means every interface is asked on loopback.
/// `name` is what the certificate must say, with TLS; `service` the one gRPC
/// service to ask for, empty for the whole.
///
/// Errors: UNAVAILABLE  NOT_SERVING  it says no, or nobody answers
absl::Status ProbeHealth(const std::string& listen, const rpc::Tls& tls,
                         const std::string& name,
                         const std::string& service = "");

}  // namespace rasoat::server
