#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/common/config/env.h"
#include "services/common/server/server.h"

namespace rasoat::server {

/// A sub-command of a service's program: gets the words after its name.
using Command = std::function<absl::Status(
    const config::Env& env, const std::vector<std::string>& args)>;

/// A service's program as seen from its main().
struct Program {
  /// `registry`; in capitals it is the prefix of the settings.
  std::string name;
  /// The sub-command `serve`, also meant by no sub-command: builds the service
  /// and ends in ServeUntilStopped().
  std::function<absl::Status(const config::Env& env)> serve;
  /// The sub-command `migrate`: brings the schema up to date and returns.
  std::function<absl::Status(const config::Env& env)> migrate;
  /// Others, for example {"rebuild", …}.
  std::map<std::string, Command> commands;
};

/// Does what the command line asks; what main() returns: 0, or 1 after an error
/// and 2 after a command nobody knows, both told on stderr.
///
/// Before `serve`, SIGTERM and SIGINT are blocked, so that every thread started
/// from there on leaves them to ServeUntilStopped(). The sub-command `health`
/// asks the running service's gRPC health at <NAME>_LISTEN, within 3 s: for
/// probes that run a program. With TLS it expects the name RASOAT_TLS_NAME, or
/// else the service's, in the certificate. Call once, from main().
int RunService(int argc, char** argv, const Program& program);

/// The same with everything handed in.
int RunService(const config::Env& env, const std::vector<std::string>& words,
               const Program& program);

/// Serves `parts` at <NAME>_LISTEN, with metrics at <NAME>_METRICS_LISTEN if
/// set and TLS by RASOAT_TLS_*, until SIGTERM or SIGINT; drains, and returns.
///
/// Errors: SETTING_MISSING; those of rpc::Tls::FromEnv() and Server::Start().
absl::Status ServeUntilStopped(const config::Env& env, const std::string& name,
                               Parts parts);

}  // namespace rasoat::server
