#include "services/common/server/run_service.h"

#include <pthread.h>
#include <signal.h>

#include <thread>

#include "services/common/status/error.h"
#include "tests/support/status_matchers.h"

namespace rasoat::server {
namespace {

using absl::StatusCode;

Program Idle() {
  return {.name = "registry",
          .serve = [](const config::Env&) { return absl::OkStatus(); },
          .migrate = [](const config::Env&) { return absl::OkStatus(); },
          .commands = {}};
}

TEST(RunServiceTest, ServesWhenNothingElseIsSaid) {
  int served = 0;
  Program program = Idle();
  program.serve = [&](const config::Env&) {
    ++served;
    return absl::OkStatus();
  };
  std::thread([&] {
    EXPECT_EQ(RunService(config::Env({}), {}, program), 0);
    EXPECT_EQ(RunService(config::Env({}), {"serve"}, program), 0);
  }).join();
  EXPECT_EQ(served, 2);
}

TEST(RunServiceTest, TellsWhyItStopped) {
  Program program = Idle();
  program.migrate = [](const config::Env&) {
    return Error(StatusCode::kFailedPrecondition, "MIGRATION_CHANGED",
                 "0001 is not what was applied");
  };
  testing::internal::CaptureStderr();
  EXPECT_EQ(RunService(config::Env({}), {"migrate"}, program), 1);
  const std::string logged = testing::internal::GetCapturedStderr();
  EXPECT_THAT(logged, testing::HasSubstr("MIGRATION_CHANGED"));
  EXPECT_THAT(logged, testing::HasSubstr("0001 is not what was applied"));
}

TEST(RunServiceTest, HandsTheWordsToACommand) {
  std::vector<std::string> got;
  Program program = Idle();
  program.commands["rebuild"] = [&](const config::Env& env,
                                    const std::vector<std::string>& args) {
    EXPECT_EQ(env.Get("X", ""), "1");
    got = args;
    return absl::OkStatus();
  };
  EXPECT_EQ(
      RunService(config::Env(std::map<std::string, std::string>{{"X", "1"}}),
                 {"rebuild", "registry", "--now"}, program),
      0);
  EXPECT_EQ(got, (std::vector<std::string>{"registry", "--now"}));
}

TEST(RunServiceTest, NamesTheCommandsThereAre) {
  Program program = Idle();
  program.commands["rebuild"] = nullptr;
  testing::internal::CaptureStderr();
  EXPECT_EQ(RunService(config::Env({}), {"dance"}, program), 2);
  EXPECT_THAT(testing::internal::GetCapturedStderr(),
              testing::HasSubstr("serve, migrate, health, rebuild"));
}

TEST(RunServiceTest, HealthFailsWithoutAddressOrServer) {
  EXPECT_EQ(RunService(config::Env({}), {"health"}, Idle()), 1);
  ASSERT_OK_AND_ASSIGN(auto server,
                       Server::Start({.listen = "127.0.0.1:0"}, {}));
  const config::Env env({{"REGISTRY_LISTEN", server->address()}});
  server->Drain();
  EXPECT_EQ(RunService(env, {"health"}, Idle()), 1);
}

TEST(RunServiceTest, ServesUntilItIsToldToStop) {
  // The first probe asks the running service for its health, then sends the
  // signal to the thread that waits for it.
  const std::string listen = [] {
    auto server = Server::Start({.listen = "127.0.0.1:0"}, {});
    return (*server)->address();  // free again once this returns
  }();
  const config::Env env({{"REGISTRY_LISTEN", listen}});
  int asked = 0, drained = 0;
  std::vector<int> health;
  Program program = Idle();
  program.serve = [&](const config::Env& env) {
    const pthread_t main_thread = pthread_self();
    Parts parts;
    parts.probes.push_back({"test", [&, main_thread] {
                              if (++asked == 2) {
                                health.push_back(
                                    RunService(env, {"health"}, Idle()));
                                pthread_kill(main_thread, SIGTERM);
                              }
                              return absl::OkStatus();
                            }});
    parts.on_drain.push_back([&] { ++drained; });
    return ServeUntilStopped(env, "registry", std::move(parts));
  };
  int result = -1;
  std::thread([&] { result = RunService(env, {}, program); }).join();
  EXPECT_EQ(result, 0);
  EXPECT_EQ(health, std::vector<int>{0});
  EXPECT_EQ(drained, 1);
}

TEST(ServeUntilStoppedTest, NamesTheSettingThatIsMissing) {
  const absl::Status status =
      ServeUntilStopped(config::Env({}), "registry", {});
  EXPECT_THAT(status,
              StatusIs(StatusCode::kFailedPrecondition, "SETTING_MISSING"));
  EXPECT_THAT(std::string(status.message()),
              testing::HasSubstr("REGISTRY_LISTEN"));
}

}  // namespace
}  // namespace rasoat::server
