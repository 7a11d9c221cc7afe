#include "services/reporting/rpc/progress_streams.h"

#include <grpcpp/grpcpp.h>

#include <optional>
#include <utility>
#include <vector>

#include "services/common/rpc/status_wire.h"
#include "services/common/status/error.h"

namespace rasoat::reporting {
namespace {

constexpr absl::Duration kReadLimit = absl::Seconds(10);

absl::Status Draining() {
  return Error(absl::StatusCode::kUnavailable, "SERVER_DRAINING",
               "this replica is going down; call again");
}

/// What makes two reports the same to who watches.
std::string Substance(v1::ProgressReport report) {
  report.clear_read_time();
  report.clear_completeness();
  return report.SerializeAsString();
}

}  // namespace

/// One WatchProgress call. Keeps the newest report until the one before is
/// out. Thread safe.
class ProgressStream final
    : public grpc::ServerWriteReactor<v1::ProgressReport>,
      public std::enable_shared_from_this<ProgressStream> {
 public:
  ProgressStream(ProgressStreams& all, v1::WatchProgressRequest request)
      : request(std::move(request)), all_(all) {}

  void Offer(const v1::ProgressReport& report) {
    {
      std::lock_guard lock(mu_);
      std::string substance = Substance(report);
      if (substance == told_) return;
      told_ = std::move(substance);
      waiting_ = report;
    }
    Pump();
  }

  void End(const absl::Status& status) {
    {
      std::lock_guard lock(mu_);
      if (!end_) end_ = rpc::ToWire(status);
    }
    Pump();
  }

  void OnWriteDone(bool ok) override {
    {
      std::lock_guard lock(mu_);
      writing_ = false;
      if (!ok && !end_) end_ = grpc::Status::CANCELLED;
    }
    Pump();
  }
  void OnCancel() override { End(absl::CancelledError("the caller left")); }
  void OnDone() override { all_.Forget(shared_from_this()); }

  const v1::WatchProgressRequest request;

 private:
  void Pump() {
    std::unique_lock lock(mu_);
    if (writing_ || finished_) return;
    if (end_) {
      finished_ = true;
      lock.unlock();
      Finish(*end_);  // nothing changes end_ any more
    } else if (waiting_) {
      sending_ = *std::move(waiting_);
      waiting_.reset();
      writing_ = true;
      lock.unlock();
      StartWrite(&sending_);
    }
  }

  ProgressStreams& all_;
  std::mutex mu_;
  std::string told_;
  std::optional<v1::ProgressReport> waiting_;
  v1::ProgressReport sending_;
  std::optional<grpc::Status> end_;
  bool writing_ = false;
  bool finished_ = false;
};

ProgressStreams::ProgressStreams(ProgressReader& reader, const Lags& lags,
                                 const Clock& clock, absl::Duration pause)
    : reader_(reader),
      lags_(lags),
      clock_(clock),
      pause_(pause),
      thread_([this] { Run(); }) {}

ProgressStreams::~ProgressStreams() {
  Shutdown();
  std::unique_lock lock(mu_);
  news_.wait(lock, [this] { return streams_.empty(); });
  ended_ = true;
  news_.notify_all();
  lock.unlock();
  thread_.join();
}

grpc::ServerWriteReactor<v1::ProgressReport>* ProgressStreams::Serve(
    const v1::WatchProgressRequest& request) {
  auto stream = std::make_shared<ProgressStream>(*this, request);
  bool closed;
  {
    std::lock_guard lock(mu_);
    closed = closed_;
    streams_.insert(stream);
    fresh_ = true;
    news_.notify_all();
  }
  if (closed) stream->End(Draining());
  return stream.get();  // kept alive by streams_ until OnDone
}

void ProgressStreams::Shutdown() {
  std::vector<Stream> streams;
  {
    std::lock_guard lock(mu_);
    closed_ = true;
    streams.assign(streams_.begin(), streams_.end());
  }
  for (const Stream& stream : streams) stream->End(Draining());
}

void ProgressStreams::Forget(const Stream& stream) {
  std::lock_guard lock(mu_);
  streams_.erase(stream);
  news_.notify_all();
}

void ProgressStreams::Run() {
  std::int64_t seen = -1;
  std::unique_lock lock(mu_);
  while (!ended_) {
    news_.wait_for(lock, absl::ToChronoMilliseconds(pause_),
                   [this] { return fresh_ || ended_; });
    // Taken back before anything else: a wait that finds it set does not wait,
    // and the lock would never be let go.
    const bool fresh = std::exchange(fresh_, false);
    const std::int64_t applied = lags_.Applied();
    if (streams_.empty() || (applied == seen && !fresh)) continue;
    seen = applied;
    const std::vector<Stream> streams(streams_.begin(), streams_.end());
    lock.unlock();
    for (const Stream& stream : streams) {
      const v1::WatchProgressRequest& r = stream->request;
      absl::StatusOr<v1::ProgressReport> report =
          reader_.Report(r.round(), r.area(), r.as_of(), r.group_by(),
                         clock_.Now() + kReadLimit);
      if (report.ok()) {
        stream->Offer(*report);
      } else {
        stream->End(report.status());
      }
    }
    lock.lock();
  }
}

}  // namespace rasoat::reporting
