// A server in the test's own process, on a port of its own, whose handlers the
// test writes.
#pragma once

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>
#include <string>

#include "absl/synchronization/mutex.h"
#include "rasoat/scoring/v1/scoring_feed.grpc.pb.h"
#include "rasoat/workflow/v1/staff.grpc.pb.h"
#include "services/common/rpc/calls.h"
#include "services/common/rpc/channel.h"
#include "services/common/rpc/client_call.h"
#include "tests/support/counted_ids.h"
#include "tests/support/fake_clock.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/common/access/keys.h"

namespace rasoat::rpc {

using scoring::v1::ScoringFeed;
using workflow::v1::Accounts;
using workflow::v1::StaffRoster;

/// GetStaff runs on workers (and is answered later if the test says how),
/// ListStaff inline, SignIn is anonymous, Watch is a stream that ends at once,
/// unless `on_watch_` makes its messages. Person `staff/an` works in 07207.
class CallsFixture : public testing::Test, public access::AreaResolver {
 protected:
  template <class Response>
  using Handler = std::function<absl::StatusOr<Response>(const Call&)>;

  class Roster final : public StaffRoster::CallbackService {
   public:
    explicit Roster(CallsFixture& test) : test_(test) {}
    grpc::ServerUnaryReactor* GetStaff(
        grpc::CallbackServerContext* context,
        const workflow::v1::GetStaffRequest* request,
        workflow::v1::Staff* response) override {
      grpc::ServerUnaryReactor* reactor =
          test_.on_get_later_
              ? test_.calls_->UnaryLater(context, request, response,
                                         test_.on_get_later_)
              : test_.calls_->Unary(context, request, response, test_.on_get_);
      absl::MutexLock lock(&test_.mu_);
      test_.arrived_.push_back(context);
      return reactor;
    }
    grpc::ServerUnaryReactor* ListStaff(
        grpc::CallbackServerContext* context,
        const workflow::v1::ListStaffRequest* request,
        workflow::v1::ListStaffResponse* response) override {
      return test_.calls_->UnaryInline(context, request, response,
                                       test_.on_list_);
    }

   private:
    CallsFixture& test_;
  };

  class SignIns final : public Accounts::CallbackService {
   public:
    explicit SignIns(CallsFixture& test) : test_(test) {}
    grpc::ServerUnaryReactor* SignIn(grpc::CallbackServerContext* context,
                                     const workflow::v1::SignInRequest* request,
                                     workflow::v1::Session* response) override {
      return test_.calls_->Unary(
          context, request, response,
          [response](const Call& call) -> absl::Status {
            response->set_token(call.identity ? call.identity->subject
                                              : "nobody");
            return absl::OkStatus();
          });
    }

   private:
    CallsFixture& test_;
  };

  class Feed final : public ScoringFeed::CallbackService {
   public:
    explicit Feed(CallsFixture& test) : test_(test) {}
    grpc::ServerWriteReactor<feed::v1::WatchResponse>* Watch(
        grpc::CallbackServerContext* context,
        const feed::v1::WatchRequest* request) override {
      if (test_.on_watch_) {
        return test_.calls_
            ->Stream<feed::v1::WatchRequest, feed::v1::WatchResponse>(
                context, request,
                [this](const Call& call, feed::v1::WatchResponse& response) {
                  return test_.on_watch_(call, response);
                });
      }
      test_.admitted_ = test_.calls_->Admit(context, *request);
      return RefusedStream<feed::v1::WatchResponse>(
          test_.admitted_.ok() ? Error(absl::StatusCode::kAborted, "LET_IN", "")
                               : test_.admitted_.status());
    }

   private:
    CallsFixture& test_;
  };

  absl::StatusOr<std::string> AreaOf(absl::string_view name,
                                     absl::Time) override {
    if (name == "staff/an") return std::string("07207");
    return Refused(absl::StatusCode::kNotFound,
                   {"name", "STAFF_NOT_FOUND", "Không có.", "None."});
  }

  /// Serves with so many workers and places in the queue.
  void Serve(std::size_t workers = 2, std::size_t queue_capacity = 8,
             LogCalls log = LogCalls::kWork, std::size_t later_capacity = 8) {
    // The linker leaves out a file of messages that nothing mentions.
    scoring::v1::AssessmentState::descriptor();
    auto services = access::FindServices({StaffRoster::service_full_name(),
                                          Accounts::service_full_name(),
                                          ScoringFeed::service_full_name()});
    ASSERT_OK(services);
    guard_ = access::Guard::Build(*services, tree_, this);
    ASSERT_OK(guard_);
    calls_ =
        std::make_unique<Calls>(CallsOptions{.guard = *guard_,
                                             .verifier = verifier_,
                                             .clock = clock_,
                                             .ids = ids_,
                                             .metrics = metrics_,
                                             .workers = workers,
                                             .queue_capacity = queue_capacity,
                                             .later_capacity = later_capacity,
                                             .log = log});
    grpc::ServerBuilder builder;
    for (grpc::Service* service : {static_cast<grpc::Service*>(&roster_),
                                   static_cast<grpc::Service*>(&accounts_),
                                   static_cast<grpc::Service*>(&feed_)}) {
      builder.RegisterService(service);
    }
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                             &port);
    server_ = builder.BuildAndStart();
    channel_ = MakeChannel(absl::StrCat("127.0.0.1:", port));
    stub_ = StaffRoster::NewStub(channel_);
  }
  void TearDown() override {
    if (server_ != nullptr) server_->Shutdown();
  }

  /// A token of a commune officer in `area`.
  std::string Officer(const std::string& area = "07207") {
    return people_.Issue("staff/an", {{api::v1::ROLE_COMMUNE_OFFICER, area}},
                         clock_.Now(), absl::Minutes(30));
  }
  absl::Status Get(const std::string& token,
                   const std::string& name = "staff/an",
                   const std::string& request_id = "") {
    grpc::ClientContext context;
    Prepare(context, absl::InfiniteFuture(), token, request_id);
    workflow::v1::GetStaffRequest request;
    request.set_name(name);
    workflow::v1::Staff response;
    return FromWire(stub_->GetStaff(&context, request, &response));
  }
  absl::Status List(const std::string& token,
                    const std::string& area = "07207") {
    grpc::ClientContext context;
    Prepare(context, absl::InfiniteFuture(), token, "");
    workflow::v1::ListStaffRequest request;
    request.set_area(area);
    workflow::v1::ListStaffResponse response;
    return FromWire(stub_->ListStaff(&context, request, &response));
  }
  absl::StatusOr<std::string> SignIn(const std::string& token) {
    grpc::ClientContext context;
    Prepare(context, absl::InfiniteFuture(), token, "");
    workflow::v1::Session session;
    const grpc::Status status =
        Accounts::NewStub(channel_)->SignIn(&context, {}, &session);
    if (!status.ok()) return FromWire(status);
    return session.token();
  }
  absl::Status Watch(const std::string& token) {
    grpc::ClientContext context;
    Prepare(context, absl::InfiniteFuture(), token, "");
    auto reader = ScoringFeed::NewStub(channel_)->Watch(&context, {});
    feed::v1::WatchResponse response;
    EXPECT_FALSE(reader->Read(&response));
    return FromWire(reader->Finish());
  }
  /// The positions that Watch streams, and how it ends.
  std::pair<std::vector<std::int64_t>, absl::Status> Stream(
      const std::string& token) {
    grpc::ClientContext context;
    Prepare(context, absl::InfiniteFuture(), token, "");
    auto reader = ScoringFeed::NewStub(channel_)->Watch(&context, {});
    std::vector<std::int64_t> positions;
    feed::v1::WatchResponse response;
    while (reader->Read(&response)) positions.push_back(response.position());
    return {positions, FromWire(reader->Finish())};
  }
  /// Waits until `count` GetStaff calls were queued or refused; the last's
  /// context.
  grpc::CallbackServerContext* Arrived(std::size_t count) {
    absl::MutexLock lock(&mu_);
    auto enough = [&] { return arrived_.size() >= count; };
    mu_.Await(absl::Condition(&enough));
    return arrived_[count - 1];
  }

  FakeClock clock_;
  CountedIds ids_;
  metrics::Registry metrics_;
  const access::Signer people_ = access::SignerOf("people", 'p');
  const access::Signer service_ = access::SignerOf("workflow", 'w');
  const access::Verifier verifier_{access::TrustIn(people_, service_)};
  access::StoredAreaTree tree_{
      [] {
        return std::vector<access::AreaParent>{{"24", ""}, {"07207", "24"}};
      },
      clock_};
  absl::StatusOr<access::Guard> guard_ = absl::UnknownError("not built");
  std::unique_ptr<Calls> calls_;
  Handler<workflow::v1::Staff> on_get_ = [](const Call&) {
    return workflow::v1::Staff();
  };
  std::function<void(Later<workflow::v1::Staff>)> on_get_later_;
  Handler<workflow::v1::ListStaffResponse> on_list_ = [](const Call&) {
    return workflow::v1::ListStaffResponse();
  };
  /// Makes the messages of Watch by Stream(); empty: Watch only admits.
  std::function<absl::StatusOr<bool>(const Call&, feed::v1::WatchResponse&)>
      on_watch_;
  absl::StatusOr<Call> admitted_ = absl::UnknownError("not called");
  absl::Mutex mu_;
  std::vector<grpc::CallbackServerContext*> arrived_;
  Roster roster_{*this};
  SignIns accounts_{*this};
  Feed feed_{*this};
  std::unique_ptr<grpc::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<StaffRoster::Stub> stub_;
};

}  // namespace rasoat::rpc
