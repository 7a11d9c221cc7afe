#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "gateway/api_calls.h"
#include "gateway/http/server.h"
#include "gateway/upstream/channel.h"
#include "services/common/config/env.h"

namespace rasoat::gateway {

/// What the environment says, but for the services' addresses: which there are
/// is known only from the descriptors.
struct Settings {
  /// GATEWAY_LISTEN, GATEWAY_THREADS (default: one a core) and
  /// GATEWAY_MAX_CONNECTIONS (default: 10 000).
  Server::Options server;
  /// GATEWAY_DESCRIPTORS: the descriptor set's file.
  std::string descriptors;
  /// GATEWAY_WEB: folder of the built pages; empty for none.
  std::string web;
  /// RASOAT_TLS_CA, RASOAT_TLS_CERT, RASOAT_TLS_KEY.
  TlsFiles tls;
  ApiCalls::Pace pace;
};

/// Errors: FAILED_PRECONDITION SETTING_MISSING; INVALID_ARGUMENT
///         SETTING_WRONG.
absl::StatusOr<Settings> SettingsFrom(const config::Env& env);

}  // namespace rasoat::gateway
