#include "services/common/feed/watch.h"

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "services/common/feed/tail.h"
#include "services/common/feed/watch_stream.h"
#include "services/common/feed/work_queue.h"
#include "services/common/status/error.h"

namespace rasoat::feed {
namespace {

absl::Status Draining() {
  return Error(absl::StatusCode::kUnavailable, "SERVER_DRAINING",
               "this replica is going down; connect to another");
}

}  // namespace

class WatchSource::Core {
 public:
  Core(Feed& feed, Contains contains, const WatchOptions& options)
      : feed_(feed),
        shared_{feed,     std::move(contains),
                options,  tail_,
                readers_, [this](WatchStream* stream) { Over(stream); }},
        tail_(feed, options,
              [this](const absl::Status& look) { AfterLook(look); }),
        readers_(options.readers) {
    feed_.ListenForCommits([this] { tail_.Wake(); });
    std::lock_guard lock(mu_);
    ready_ = true;
  }

  ~Core() {
    feed_.ListenForCommits(nullptr);
    Shutdown();
    {
      std::unique_lock lock(mu_);
      all_over_.wait(lock, [this] { return streams_.empty(); });
    }
    tail_.Stop();  // it calls back into members that go before it
  }

  grpc::ServerWriteReactor<v1::WatchResponse>* Serve(
      const v1::WatchRequest& request, absl::Status admitted) {
    auto stream = std::make_shared<WatchStream>(shared_, request);
    {
      std::lock_guard lock(mu_);
      streams_[stream.get()] = stream;
      if (admitted.ok() && draining_) admitted = Draining();
    }
    if (admitted.ok()) {
      stream->Begin();
    } else {
      stream->End(admitted);
    }
    return stream.get();
  }

  void Shutdown() {
    {
      std::lock_guard lock(mu_);
      draining_ = true;
    }
    for (const auto& stream : Streams()) stream->End(Draining());
  }

  std::int64_t newest() const { return tail_.newest(); }

 private:
  std::vector<std::shared_ptr<WatchStream>> Streams() {
    std::lock_guard lock(mu_);
    std::vector<std::shared_ptr<WatchStream>> all;
    if (!ready_) return all;
    all.reserve(streams_.size());
    for (const auto& [key, stream] : streams_) all.push_back(stream);
    return all;
  }

  // On the tail's thread. A heartbeat says "nothing new", which nobody knows
  // while the feed cannot be read: then streams are silent, and end if it
  // lasts.
  void AfterLook(const absl::Status& look) {
    const auto now = std::chrono::steady_clock::now();
    if (look.ok()) {
      failing_since_.reset();
      for (const auto& stream : Streams()) stream->PumpAfterLook();
      return;
    }
    if (!failing_since_) failing_since_ = now;
    if (now - *failing_since_ >=
        absl::ToChronoNanoseconds(shared_.options.heartbeat)) {
      for (const auto& stream : Streams()) stream->End(look);
    }
  }

  void Over(WatchStream* stream) {
    std::shared_ptr<WatchStream> last;  // freed after the lock
    std::lock_guard lock(mu_);
    auto found = streams_.find(stream);
    last = std::move(found->second);
    streams_.erase(found);
    if (streams_.empty()) all_over_.notify_all();
  }

  Feed& feed_;
  std::mutex mu_;
  std::condition_variable all_over_;
  std::map<WatchStream*, std::shared_ptr<WatchStream>> streams_;
  bool ready_ = false;
  bool draining_ = false;
  std::optional<std::chrono::steady_clock::time_point> failing_since_;
  WatchShared shared_;
  Tail tail_;  // reads left over in `readers_` still wake it
  WorkQueue readers_;
};

WatchSource::WatchSource(Feed& feed, Contains contains, WatchOptions options)
    : core_(std::make_unique<Core>(feed, std::move(contains), options)) {}

WatchSource::~WatchSource() = default;

grpc::ServerWriteReactor<v1::WatchResponse>* WatchSource::Serve(
    const v1::WatchRequest* request, const absl::Status& admitted) {
  return core_->Serve(*request, admitted);
}

void WatchSource::Shutdown() { core_->Shutdown(); }

std::int64_t WatchSource::newest_position() const { return core_->newest(); }

}  // namespace rasoat::feed
