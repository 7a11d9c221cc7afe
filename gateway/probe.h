#pragma once

#include <string>

#include "absl/status/status.h"

namespace rasoat::gateway {

/// Asks the gateway that listens on `listen` for `/healthz`, with 2 s for all
/// of it; an address for all interfaces is asked on the loopback.
///
/// Errors: UNAVAILABLE UNHEALTHY  no answer, or not 200.
absl::Status ProbeHealth(const std::string& listen);

}  // namespace rasoat::gateway
