#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "grpcpp/grpcpp.h"
#include "rasoat/feed/v1/feed.pb.h"
#include "services/common/feed/feed.h"
#include "services/common/feed/tail.h"
#include "services/common/feed/watch.h"
#include "services/common/feed/work_queue.h"

namespace rasoat::feed {

/// What all streams of a `WatchSource` share; outlives them.
struct WatchShared {
  Feed& feed;
  const WatchSource::Contains contains;
  const WatchOptions options;
  Tail& tail;
  WorkQueue& readers;
  /// Called by a stream that is over; may destroy it.
  const std::function<void(class WatchStream*)> over;
};

/// One `Watch` call.
///
/// Private to the feed. Whatever happens (a write done, a read done, news, time
/// passing, the end) calls `Pump`, which takes the next step if there is one.
/// Thread safe.
class WatchStream final : public grpc::ServerWriteReactor<v1::WatchResponse>,
                          public std::enable_shared_from_this<WatchStream> {
 public:
  WatchStream(WatchShared& shared, const v1::WatchRequest& request);

  /// Takes the first step; once, when a shared pointer to this exists.
  void Begin();

  /// Takes the next step, if any.
  void Pump();

  /// As Pump, after the feed was looked at: worth reading it again.
  void PumpAfterLook();

  /// Ends the stream with `status` once the outstanding write is done.
  void End(const absl::Status& status);

  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

 private:
  enum class Step { kNone, kWrite, kFinish };

  Step Next();
  bool HeartbeatDue() const;
  void FillFromTail();
  void PostRead();
  void Open();
  void Read(std::int64_t after, int most);
  bool Wanted(const v1::Change& change) const;
  std::int64_t Target() const;

  WatchShared& shared_;
  const absl::flat_hash_set<std::string> kinds_;
  const std::string area_;
  const bool until_now_;

  std::mutex mu_;
  std::int64_t after_;                      // batches are made up to here
  std::int64_t head_ = 0;                   // newest when the call began
  std::optional<v1::WatchResponse> ready_;  // made, not yet sent
  v1::WatchResponse sending_;
  std::optional<absl::Status> end_;
  grpc::Status finish_;
  bool opened_ = false;
  bool reading_ = false;
  bool stalled_ = false;  // the database showed nothing; wait for news
  bool writing_ = false;
  bool sent_ = false;
  bool finished_ = false;
  std::chrono::steady_clock::time_point last_sent_;
};

}  // namespace rasoat::feed
