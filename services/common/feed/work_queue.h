#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace rasoat::feed {

/// A few threads that run tasks in the order they were posted.
///
/// Private to the feed: keeps database reads and preparing off gRPC's threads.
/// Has no bound of its own: a stream that is watched posts its next read only
/// when the last is used up, and one that follows stops reading while enough
/// messages wait. Thread safe.
class WorkQueue {
 public:
  /// Starts `threads` threads.
  explicit WorkQueue(int threads);
  WorkQueue(const WorkQueue&) = delete;
  WorkQueue& operator=(const WorkQueue&) = delete;
  /// Runs what is posted, then ends the threads.
  ~WorkQueue();

  /// Has `task` run on one of the threads.
  void Post(std::function<void()> task);

 private:
  void Run();

  std::mutex mu_;
  std::condition_variable posted_;
  std::deque<std::function<void()>> tasks_;
  bool ending_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace rasoat::feed
