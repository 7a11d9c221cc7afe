// Hands what was read to who writes it.
#pragma once

#include <deque>
#include <optional>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace rasoat::registry {

/// A queue of at most `room` things between two threads. Thread safe.
template <class T>
class ImportChannel {
 public:
  explicit ImportChannel(std::size_t room) : room_(room) {}

  /// Waits for room; false once the other side has closed.
  bool Put(T thing) {
    absl::MutexLock lock(&mu_);
    mu_.Await(absl::Condition(this, &ImportChannel::HasRoom));
    if (closed_) return false;
    things_.push_back(std::move(thing));
    return true;
  }
  /// The next thing; nothing after `patience`.
  std::optional<T> Take(absl::Duration patience) {
    absl::MutexLock lock(&mu_);
    mu_.AwaitWithTimeout(absl::Condition(this, &ImportChannel::HasThings),
                         patience);
    if (things_.empty()) return std::nullopt;
    T thing = std::move(things_.front());
    things_.pop_front();
    return thing;
  }
  /// Nothing more is taken.
  void Close() {
    absl::MutexLock lock(&mu_);
    closed_ = true;
  }

 private:
  bool HasRoom() const ABSL_SHARED_LOCKS_REQUIRED(mu_) {
    return closed_ || things_.size() < room_;
  }
  bool HasThings() const ABSL_SHARED_LOCKS_REQUIRED(mu_) {
    return !things_.empty();
  }

  const std::size_t room_;
  absl::Mutex mu_;
  std::deque<T> things_ ABSL_GUARDED_BY(mu_);
  bool closed_ ABSL_GUARDED_BY(mu_) = false;
};

}  // namespace rasoat::registry
