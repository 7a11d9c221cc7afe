#include "services/reporting/rpc/progress_streams.h"

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <memory>
#include <mutex>

#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "rasoat/reporting/v1/progress.grpc.pb.h"
#include "services/common/clock/clock.h"

namespace rasoat::reporting {
namespace {

/// A round without steps, whose one unit has nothing.
class EmptyStore final : public ProgressStore {
 public:
  absl::StatusOr<std::string> ReadRound(absl::string_view,
                                        absl::Time) override {
    return workflow::v1::RoundState().SerializeAsString();
  }
  absl::StatusOr<Figures> ReadFigures(absl::string_view,
                                      const std::string& area,
                                      absl::string_view, absl::CivilDay,
                                      absl::Time) override {
    entered_.Notify();
    gate_.WaitForNotification();
    Figures figures;
    figures.total.code = area;
    return figures;
  }
  absl::StatusOr<std::vector<UnitParent>> ReadTree(absl::Time) override {
    return std::vector<UnitParent>();
  }

  /// Until then every reading waits.
  void Open() { gate_.Notify(); }
  void WaitForReading() { entered_.Wait(); }

 private:
  /// Notified once or more.
  class Entered {
   public:
    void Notify() {
      std::call_once(once_, [this] { notified_.Notify(); });
    }
    void Wait() { notified_.WaitForNotification(); }

   private:
    std::once_flag once_;
    absl::Notification notified_;
  };

  Entered entered_;
  absl::Notification gate_;
};

class Service final : public v1::Progress::CallbackService {
 public:
  explicit Service(ProgressStreams& streams) : streams_(streams) {}
  grpc::ServerWriteReactor<v1::ProgressReport>* WatchProgress(
      grpc::CallbackServerContext*,
      const v1::WatchProgressRequest* request) override {
    return streams_.Serve(*request);
  }

 private:
  ProgressStreams& streams_;
};

class ProgressStreamsTest : public testing::Test {
 protected:
  ProgressStreamsTest() {
    grpc::ServerBuilder builder;
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
    stub_ = v1::Progress::NewStub(server_->InProcessChannel({}));
    request_.set_round("rounds/r");
    request_.set_area("24");
  }
  ~ProgressStreamsTest() override {
    streams_.Shutdown();
    server_->Shutdown();
  }

  /// A call that gives up instead of hanging the test.
  std::unique_ptr<grpc::ClientReader<v1::ProgressReport>> Watch(
      grpc::ClientContext& context) {
    context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(20)));
    return stub_->WatchProgress(&context, request_);
  }

  SystemClock clock_;
  EmptyStore store_;
  Lags lags_;
  ProgressReader reader_{store_, lags_, clock_};
  ProgressStreams streams_{reader_, lags_, clock_, absl::Milliseconds(5)};
  Service service_{streams_};
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<v1::Progress::Stub> stub_;
  v1::WatchProgressRequest request_;
};

TEST_F(ProgressStreamsTest, TellsThePresentFiguresAtOnce) {
  store_.Open();
  grpc::ClientContext context;
  auto watch = Watch(context);
  v1::ProgressReport report;
  ASSERT_TRUE(watch->Read(&report));
  EXPECT_EQ(report.total().area(), "24");
}

TEST_F(ProgressStreamsTest, WhoLeavesDuringAReadingHoldsNobodyUp) {
  grpc::ServerWriteReactor<v1::ProgressReport>* first =
      streams_.Serve(request_);
  store_.WaitForReading();
  grpc::ServerWriteReactor<v1::ProgressReport>* second =
      streams_.Serve(request_);
  first->OnDone();
  second->OnDone();
  store_.Open();

  grpc::ClientContext context;
  auto watch = Watch(context);
  v1::ProgressReport report;
  EXPECT_TRUE(watch->Read(&report));
}

TEST_F(ProgressStreamsTest, EndsWhenTheServerDrains) {
  store_.Open();
  grpc::ClientContext context;
  auto watch = Watch(context);
  v1::ProgressReport report;
  ASSERT_TRUE(watch->Read(&report));
  streams_.Shutdown();
  EXPECT_FALSE(watch->Read(&report));
  EXPECT_EQ(watch->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
  grpc::ClientContext late_context;
  auto late = Watch(late_context);
  while (late->Read(&report)) {
  }
  EXPECT_EQ(late->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
}

}  // namespace
}  // namespace rasoat::reporting
