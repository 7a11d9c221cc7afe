#include "services/common/rpc/worker_pool.h"

#include <utility>

namespace rasoat::rpc {

WorkerPool::WorkerPool(std::size_t workers, std::size_t queue_capacity)
    : capacity_(queue_capacity) {
  threads_.reserve(workers);
  for (std::size_t i = 0; i < workers; ++i) {
    threads_.emplace_back([this] { Work(); });
  }
}

WorkerPool::~WorkerPool() {
  {
    absl::MutexLock lock(&mu_);
    ending_ = true;
  }
  for (std::thread& thread : threads_) thread.join();
}

bool WorkerPool::TrySubmit(Task& task) {
  absl::MutexLock lock(&mu_);
  if (queue_.size() >= capacity_ || ending_) return false;
  queue_.push_back(std::move(task));
  return true;
}

std::size_t WorkerPool::Waiting() const {
  absl::MutexLock lock(&mu_);
  return queue_.size();
}

void WorkerPool::Work() {
  for (;;) {
    Task task;
    {
      absl::MutexLock lock(&mu_);
      mu_.Await(absl::Condition(this, &WorkerPool::HasWork));
      if (queue_.empty()) return;
      task = std::move(queue_.front());
      queue_.pop_front();
    }
    std::move(task)();
  }
}

}  // namespace rasoat::rpc
