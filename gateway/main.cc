// gatewayd: serves HTTP until SIGTERM or SIGINT, then drains.
// gatewayd health: asks the gateway of this environment whether it turns.
#include <sys/resource.h>

#include <chrono>
#include <csignal>
#include <string>

#include "gateway/gateway.h"
#include "gateway/probe.h"
#include "gateway/settings.h"
#include "services/common/config/env.h"
#include "services/common/log/log.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace rasoat::gateway {
namespace {

// Every connection is a descriptor; the soft limit is for programs that
// cannot count above 1024.
void AllowManyConnections() {
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) != 0) return;
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
}

absl::Status Serve(const config::Env& env) {
  // Blocked before any thread starts, so that only sigwait() sees them.
  sigset_t stop;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTERM);
  sigaddset(&stop, SIGINT);
  pthread_sigmask(SIG_BLOCK, &stop, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  AllowManyConnections();

  RASOAT_ASSIGN_OR_RETURN(Settings settings, SettingsFrom(env));
  RASOAT_ASSIGN_OR_RETURN(auto descriptors,
                          Descriptors::Load(settings.descriptors));
  RASOAT_ASSIGN_OR_RETURN(RouteTable routes, RouteTable::Build(*descriptors));
  RASOAT_ASSIGN_OR_RETURN(auto addresses, AddressesFrom(env, routes));
  RASOAT_ASSIGN_OR_RETURN(
      auto gateway,
      Gateway::Start(settings, std::move(descriptors), addresses));
  log::Line("serving")
      .Add("listen", settings.server.listen)
      .Add("routes", routes.routes().size())
      .Write();

  int signal = 0;
  sigwait(&stop, &signal);
  log::Line("draining").Write();
  gateway->Drain(std::chrono::seconds(10));
  return absl::OkStatus();
}

absl::Status Run(const std::string& command) {
  const config::Env env = config::Env::OfProcess();
  if (command.empty()) return Serve(env);
  if (command == "health") {
    return ProbeHealth(env.Get("GATEWAY_LISTEN", "127.0.0.1:8080"));
  }
  return Error(absl::StatusCode::kInvalidArgument, "UNKNOWN_COMMAND",
               "usage: gatewayd [health]");
}

}  // namespace
}  // namespace rasoat::gateway

int main(int argc, char** argv) {
  const absl::Status ran = rasoat::gateway::Run(argc > 1 ? argv[1] : "");
  if (ran.ok()) return 0;
  rasoat::log::Line("failed", rasoat::log::Level::kError)
      .Add("reason", rasoat::ReasonOf(ran))
      .Add("message", std::string(ran.message()))
      .Write();
  return 1;
}
