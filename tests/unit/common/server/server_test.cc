#include "services/common/server/server.h"

#include <atomic>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "rasoat/scoring/v1/scoring_feed.grpc.pb.h"
#include "rasoat/workflow/v1/staff.grpc.pb.h"
#include "services/common/rpc/channel.h"
#include "services/common/rpc/client_call.h"
#include "services/common/server/health_probe.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/common/rpc/self_signed.h"

namespace rasoat::server {
namespace {

using absl::StatusCode;
using scoring::v1::ScoringFeed;
using workflow::v1::Accounts;

/// Signs in whoever asks, once it may.
class Doorman final : public Accounts::CallbackService {
 public:
  grpc::ServerUnaryReactor* SignIn(grpc::CallbackServerContext* context,
                                   const workflow::v1::SignInRequest*,
                                   workflow::v1::Session*) override {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    if (!hold) {
      reactor->Finish(grpc::Status::OK);
    } else {
      held = reactor;
      asked.Notify();
    }
    return reactor;
  }

  bool hold = false;
  absl::Notification asked;
  grpc::ServerUnaryReactor* held = nullptr;
};

/// A stream that stays until told to end.
class Stayer final : public ScoringFeed::CallbackService {
 public:
  class Stream final
      : public grpc::ServerWriteReactor<feed::v1::WatchResponse> {
   public:
    void OnDone() override { delete this; }
  };
  grpc::ServerWriteReactor<feed::v1::WatchResponse>* Watch(
      grpc::CallbackServerContext*, const feed::v1::WatchRequest*) override {
    stream = new Stream;
    stream->StartSendInitialMetadata();
    return stream;
  }
  Stream* stream = nullptr;
};

Options OnAnyPort() {
  return {.listen = "127.0.0.1:0", .between_probes = absl::Milliseconds(1)};
}

class ServerTest : public testing::Test {
 protected:
  Parts WithServices() {
    Parts parts;
    parts.services = {{&accounts_, Accounts::service_full_name()},
                      {&feed_, ScoringFeed::service_full_name()}};
    return parts;
  }
  static grpc::Status SignIn(const Server& server, const rpc::Tls& tls = {},
                             const std::string& name = "") {
    grpc::ClientContext context;
    rpc::Prepare(context, SystemClock().Now() + absl::Seconds(20), "", "");
    workflow::v1::Session session;
    return Accounts::NewStub(rpc::MakeChannel(server.address(), tls, name))
        ->SignIn(&context, {}, &session);
  }
  /// Asks until the answer is `want`; the test's time limit ends a wait in
  /// vain.
  static void AwaitHealth(const Server& server, bool want,
                          const std::string& service = "") {
    while (ProbeHealth(server.address(), {}, "", service).ok() != want) {
      std::this_thread::yield();
    }
  }

  Doorman accounts_;
  Stayer feed_;
};

TEST_F(ServerTest, ListensOnAFreePortAndTellsIt) {
  testing::internal::CaptureStderr();
  ASSERT_OK_AND_ASSIGN(auto server, Server::Start(OnAnyPort(), WithServices()));
  const std::string logged = testing::internal::GetCapturedStderr();
  EXPECT_THAT(server->address(), testing::StartsWith("127.0.0.1:"));
  EXPECT_NE(server->address(), "127.0.0.1:0");
  EXPECT_THAT(logged, testing::HasSubstr("\"event\":\"serving\""));
  EXPECT_THAT(logged, testing::HasSubstr(absl::StrCat(
                          "\"address\":\"", server->address(), "\"")));
  EXPECT_TRUE(SignIn(*server).ok());
}

TEST_F(ServerTest, RefusesAPortThatIsTaken) {
  ASSERT_OK_AND_ASSIGN(auto server, Server::Start(OnAnyPort(), {}));
  Options same = OnAnyPort();
  same.listen = server->address();
  const absl::Status status = Server::Start(same, {}).status();
  EXPECT_THAT(status, StatusIs(StatusCode::kUnavailable, "PORT_TAKEN"));
  EXPECT_THAT(std::string(status.message()),
              testing::HasSubstr(server->address()));
}

TEST_F(ServerTest, RefusesAnAddressThatIsNone) {
  for (const char* listen : {"nonsense", "256.1.1.1:0", ""}) {
    Options options = OnAnyPort();
    options.listen = listen;
    EXPECT_THAT(Server::Start(options, {}),
                StatusIs(StatusCode::kUnavailable, "PORT_TAKEN"))
        << listen;
  }
}

TEST_F(ServerTest, IsReadyWithoutProbes) {
  ASSERT_OK_AND_ASSIGN(auto server, Server::Start(OnAnyPort(), WithServices()));
  AwaitHealth(*server, true);
  AwaitHealth(*server, true, Accounts::service_full_name());
}

TEST_F(ServerTest, HealthFollowsTheProbes) {
  std::atomic<bool> well = false;
  Parts parts = WithServices();
  parts.probes.push_back({"always", [] { return absl::OkStatus(); }});
  parts.probes.push_back({"database", [&well]() -> absl::Status {
                            if (well) return absl::OkStatus();
                            return Error(StatusCode::kUnavailable,
                                         "DATABASE_UNREACHABLE", "gone");
                          }});
  ASSERT_OK_AND_ASSIGN(auto server, Server::Start(OnAnyPort(), parts));
  for (const std::string& service :
       {std::string(), std::string(Accounts::service_full_name())}) {
    EXPECT_THAT(ProbeHealth(server->address(), {}, "", service),
                StatusIs(StatusCode::kUnavailable, "NOT_SERVING"));
  }
  well = true;
  AwaitHealth(*server, true);
  AwaitHealth(*server, true, Accounts::service_full_name());
  well = false;
  AwaitHealth(*server, false);
  AwaitHealth(*server, false, Accounts::service_full_name());
}

TEST_F(ServerTest, NoHealthForAServiceItDoesNotHave) {
  ASSERT_OK_AND_ASSIGN(auto server, Server::Start(OnAnyPort(), WithServices()));
  AwaitHealth(*server, true);
  EXPECT_FALSE(ProbeHealth(server->address(), {}, "", "nobody.Knows").ok());
}

TEST_F(ServerTest, LetsRunningCallsFinishBeforeItEnds) {
  accounts_.hold = true;
  Parts parts = WithServices();
  // The call is answered only once the server has begun to drain.
  parts.on_drain.push_back(
      [this] { accounts_.held->Finish(grpc::Status::OK); });
  ASSERT_OK_AND_ASSIGN(auto server, Server::Start(OnAnyPort(), parts));
  grpc::Status answer;
  std::thread caller([&] { answer = SignIn(*server); });
  accounts_.asked.WaitForNotification();
  server->Drain();
  caller.join();
  EXPECT_TRUE(answer.ok()) << answer.error_message();
}

TEST_F(ServerTest, TellsStreamsToEnd) {
  Parts parts = WithServices();
  parts.on_drain.push_back([this] {
    feed_.stream->Finish(grpc::Status(grpc::StatusCode::UNAVAILABLE, "drain"));
  });
  ASSERT_OK_AND_ASSIGN(auto server, Server::Start(OnAnyPort(), parts));
  grpc::ClientContext context;
  auto reader = ScoringFeed::NewStub(rpc::MakeChannel(server->address()))
                    ->Watch(&context, {});
  reader->WaitForInitialMetadata();
  server->Drain();
  feed::v1::WatchResponse response;
  EXPECT_FALSE(reader->Read(&response));
  EXPECT_EQ(reader->Finish().error_message(), "drain");
}

TEST_F(ServerTest, TakesNoCallsAfterDraining) {
  ASSERT_OK_AND_ASSIGN(auto server, Server::Start(OnAnyPort(), WithServices()));
  server->Drain();
  server->Drain();
  EXPECT_THAT(ProbeHealth(server->address(), {}, ""),
              StatusIs(StatusCode::kUnavailable, "NOT_SERVING"));
}

TEST_F(ServerTest, ServesMetricsWhereTold) {
  metrics::Registry registry;
  Parts parts = WithServices();
  parts.metrics = &registry;
  Options options = OnAnyPort();
  options.metrics_listen = "127.0.0.1:0";
  testing::internal::CaptureStderr();
  ASSERT_OK_AND_ASSIGN(auto server, Server::Start(options, parts));
  EXPECT_THAT(testing::internal::GetCapturedStderr(),
              testing::HasSubstr("\"metrics_port\":"));
}

TEST_F(ServerTest, SpeaksTlsToWhoTrustsIt) {
  const rpc::SelfSigned own = rpc::CertificateOf("registry");
  Options options = OnAnyPort();
  options.tls = {.certificate = own.certificate, .key = own.key};
  ASSERT_OK_AND_ASSIGN(auto server, Server::Start(options, WithServices()));
  const rpc::Tls trusting{.authorities = own.certificate};
  EXPECT_TRUE(SignIn(*server, trusting, "registry").ok());
  // Another name, other authorities, no TLS at all.
  EXPECT_FALSE(SignIn(*server, trusting, "scoring").ok());
  EXPECT_FALSE(
      SignIn(*server,
             {.authorities = rpc::CertificateOf("registry").certificate},
             "registry")
          .ok());
  EXPECT_FALSE(SignIn(*server).ok());
}

TEST_F(ServerTest, AsksForACertificateWhenItHasAuthorities) {
  const rpc::SelfSigned own = rpc::CertificateOf("registry");
  const rpc::SelfSigned friendly = rpc::CertificateOf("scoring");
  const rpc::SelfSigned stranger = rpc::CertificateOf("scoring");
  Options options = OnAnyPort();
  options.tls = {.certificate = own.certificate,
                 .key = own.key,
                 .authorities = own.certificate + friendly.certificate};
  ASSERT_OK_AND_ASSIGN(auto server, Server::Start(options, WithServices()));
  const auto shows = [&](const rpc::SelfSigned& shown) {
    return SignIn(*server,
                  {.certificate = shown.certificate,
                   .key = shown.key,
                   .authorities = own.certificate},
                  "registry");
  };
  EXPECT_TRUE(shows(friendly).ok());
  EXPECT_FALSE(shows(stranger).ok());
  EXPECT_FALSE(
      SignIn(*server, {.authorities = own.certificate}, "registry").ok());
  EXPECT_EQ(ProbeHealth(server->address(), options.tls, "registry").code(),
            StatusCode::kOk);
}

}  // namespace
}  // namespace rasoat::server
