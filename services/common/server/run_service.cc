#include "services/common/server/run_service.h"

#include <signal.h>

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "services/common/log/log.h"
#include "services/common/rpc/tls.h"
#include "services/common/server/health_probe.h"
#include "services/common/server/library_logs.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace rasoat::server {
namespace {

sigset_t StopSignals() {
  sigset_t stop;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTERM);
  sigaddset(&stop, SIGINT);
  return stop;
}

std::string Setting(const std::string& name, absl::string_view rest) {
  return absl::StrCat(absl::AsciiStrToUpper(name), "_", rest);
}

absl::Status AskHealth(const config::Env& env, const Program& program) {
  RASOAT_ASSIGN_OR_RETURN(std::string listen,
                          env.Require(Setting(program.name, "LISTEN")));
  RASOAT_ASSIGN_OR_RETURN(rpc::Tls tls, rpc::Tls::FromEnv(env));
  return ProbeHealth(listen, tls, env.Get("RASOAT_TLS_NAME", program.name));
}

absl::Status Unknown(const Program& program, const std::string& command) {
  std::string known = "serve, migrate, health";
  for (const auto& [name, unused] : program.commands) {
    absl::StrAppend(&known, ", ", name);
  }
  return Error(absl::StatusCode::kUnimplemented, "COMMAND_UNKNOWN",
               absl::StrCat("no command '", command, "'; there are: ", known));
}

absl::Status Run(const config::Env& env, const std::vector<std::string>& words,
                 const Program& program) {
  const std::string command = words.empty() ? "serve" : words[0];
  if (command == "serve") {
    // Before any thread starts, so that only ServeUntilStopped() sees them.
    const sigset_t stop = StopSignals();
    pthread_sigmask(SIG_BLOCK, &stop, nullptr);
    // Who reads the log may go; that is no reason to end.
    signal(SIGPIPE, SIG_IGN);
    return program.serve(env);
  }
  if (command == "migrate") return program.migrate(env);
  if (command == "health") return AskHealth(env, program);
  auto found = program.commands.find(command);
  if (found == program.commands.end()) return Unknown(program, command);
  return found->second(env, {words.begin() + 1, words.end()});
}

}  // namespace

int RunService(int argc, char** argv, const Program& program) {
  CaptureLibraryLogs();
  // Before a lock is held: DECISIONS 46.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  return RunService(config::Env::OfProcess(),
                    std::vector<std::string>(argv + 1, argv + argc), program);
}

int RunService(const config::Env& env, const std::vector<std::string>& words,
               const Program& program) {
  const absl::Status status = Run(env, words, program);
  if (status.ok()) return 0;
  const std::string reason = ReasonOf(status);
  log::Line("stopped", log::Level::kError)
      .Add("service", program.name)
      .Add("reason", reason)
      .Add("message", status.message())
      .Write();
  return reason == "COMMAND_UNKNOWN" ? 2 : 1;
}

absl::Status ServeUntilStopped(const config::Env& env, const std::string& name,
                               Parts parts) {
  Options options;
  RASOAT_ASSIGN_OR_RETURN(options.listen, env.Require(Setting(name, "LISTEN")));
  options.metrics_listen = env.Get(Setting(name, "METRICS_LISTEN"), "");
  RASOAT_ASSIGN_OR_RETURN(options.tls, rpc::Tls::FromEnv(env));
  RASOAT_ASSIGN_OR_RETURN(std::unique_ptr<Server> server,
                          Server::Start(options, std::move(parts)));
  const sigset_t stop = StopSignals();
  int signal = 0;
  sigwait(&stop, &signal);
  server->Drain();
  return absl::OkStatus();
}

}  // namespace rasoat::server
