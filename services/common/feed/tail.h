#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "rasoat/feed/v1/feed.pb.h"
#include "services/common/feed/feed.h"
#include "services/common/feed/watch.h"

namespace rasoat::feed {

/// Changes as the streams of a process share them.
using SharedChanges = std::vector<std::shared_ptr<const v1::Change>>;

/// The newest changes of a feed, kept in memory by one reading thread.
///
/// Private to the feed. Thread safe. The feed must outlive it.
class Tail {
 public:
  /// Starts reading. `looked` is called on the reading thread after every look,
  /// with how that look went: at least every `options.poll`.
  Tail(Feed& feed, const WatchOptions& options,
       std::function<void(const absl::Status&)> looked);
  Tail(const Tail&) = delete;
  Tail& operator=(const Tail&) = delete;
  ~Tail();

  /// Ends the reading thread; what is kept stays. May be called twice.
  void Stop();

  /// Has the thread look at once. Cheap; any thread.
  void Wake();

  /// The newest position seen; 0 until the database was read.
  std::int64_t newest() const;

  /// Tells whether the change after `after` is kept in memory.
  bool Keeps(std::int64_t after) const;

  /// Up to `most` changes after `after`; empty if the first is not kept.
  SharedChanges After(std::int64_t after, std::int64_t most) const;

 private:
  void Run();
  /// Reads what is new; true if there may be more.
  absl::StatusOr<bool> Look();
  void Keep(std::vector<v1::Change> changes);
  bool KeepsLocked(std::int64_t after) const;

  Feed& feed_;
  const WatchOptions options_;
  const std::function<void(const absl::Status&)> looked_;

  mutable std::mutex mu_;
  std::condition_variable wake_;
  bool woken_ = false;
  bool ending_ = false;
  bool known_ = false;  // whether newest_ was read
  std::int64_t newest_ = 0;
  std::deque<std::shared_ptr<const v1::Change>> kept_;  // up to newest_
  std::size_t kept_bytes_ = 0;
  std::thread thread_;
};

}  // namespace rasoat::feed
