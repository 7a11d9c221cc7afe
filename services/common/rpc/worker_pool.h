#pragma once

#include <cstddef>
#include <deque>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "absl/synchronization/mutex.h"

namespace rasoat::rpc {

/// A fixed number of threads before a bounded queue. Thread safe.
class WorkerPool {
 public:
  using Task = absl::AnyInvocable<void() &&>;

  /// At most `queue_capacity` tasks wait; those that run do not count.
  WorkerPool(std::size_t workers, std::size_t queue_capacity);

  /// Runs what is queued, then ends the threads.
  ~WorkerPool();

  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  /// Takes `task`, or leaves it alone and returns false at once when the queue
  /// is full. Tasks start in the order they came and must not throw.
  bool TrySubmit(Task& task);

  /// Tasks waiting now.
  std::size_t Waiting() const;

 private:
  void Work();
  bool HasWork() const ABSL_SHARED_LOCKS_REQUIRED(mu_) {
    return ending_ || !queue_.empty();
  }

  const std::size_t capacity_;
  mutable absl::Mutex mu_;
  std::deque<Task> queue_ ABSL_GUARDED_BY(mu_);
  bool ending_ ABSL_GUARDED_BY(mu_) = false;
  std::vector<std::thread> threads_;
};

}  // namespace rasoat::rpc
