// The order of steps that are worked on side by side.
#pragma once

#include <cstdint>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace rasoat::registry {

/// Lets steps through in the order of their numbers, 0 first. Thread safe.
class ImportTurns {
 public:
  /// Waits until every step before is done; false once one has failed.
  bool Await(std::int64_t step) {
    absl::MutexLock lock(&mu_);
    const auto may_go = [this, step]() ABSL_SHARED_LOCKS_REQUIRED(mu_) {
      return failed_ || done_ == step;
    };
    mu_.Await(absl::Condition(&may_go));
    return !failed_;
  }
  /// The step whose turn it is has ended; the next may go.
  void Done() {
    absl::MutexLock lock(&mu_);
    ++done_;
  }
  /// A step has failed: none after it may go.
  void Fail() {
    absl::MutexLock lock(&mu_);
    failed_ = true;
  }

 private:
  absl::Mutex mu_;
  std::int64_t done_ ABSL_GUARDED_BY(mu_) = 0;
  bool failed_ ABSL_GUARDED_BY(mu_) = false;
};

}  // namespace rasoat::registry
