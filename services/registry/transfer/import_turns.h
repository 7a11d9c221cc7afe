// The order of steps that are worked on side by side.
#pragma once

#include <cstdint>
#include <limits>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "services/common/status/error.h"

namespace rasoat::registry {

/// Lets steps through in the order of their numbers, 0 first. Thread safe.
class ImportTurns {
 public:
  /// Waits until every step before is done. A step waits inside its
  /// transaction, whose locks others want: so never without an end.
  ///
  /// Errors:
  ///   CANCELLED          IMPORT_OVERTAKEN  a step before has failed; that one
  ///                                        tells why
  ///   DEADLINE_EXCEEDED  IMPORT_TURN_LATE  a step before takes too long
  absl::Status Await(std::int64_t step, absl::Time deadline) {
    absl::MutexLock lock(&mu_);
    const auto decided = [this, step]() ABSL_SHARED_LOCKS_REQUIRED(mu_) {
      return failed_ < step || done_ == step;
    };
    if (!mu_.AwaitWithDeadline(absl::Condition(&decided), deadline)) {
      return Error(absl::StatusCode::kDeadlineExceeded, "IMPORT_TURN_LATE",
                   "the step before has not ended in time");
    }
    if (failed_ < step) {
      return Error(absl::StatusCode::kCancelled, "IMPORT_OVERTAKEN",
                   "an earlier step has failed");
    }
    return absl::OkStatus();
  }
  /// The step whose turn it is has ended; the next may go.
  void Done() {
    absl::MutexLock lock(&mu_);
    ++done_;
  }
  /// A step has failed: none after it may go; those before it may.
  void Fail(std::int64_t step) {
    absl::MutexLock lock(&mu_);
    if (step < failed_) failed_ = step;
  }

 private:
  absl::Mutex mu_;
  std::int64_t done_ ABSL_GUARDED_BY(mu_) = 0;
  std::int64_t failed_ ABSL_GUARDED_BY(mu_) =
      std::numeric_limits<std::int64_t>::max();
};

/// A step at work: it has failed when this ends without Ended(), by an error or
/// an exception, so that nobody waits for it. The turns must outlive it.
class ImportTurn {
 public:
  ImportTurn(ImportTurns& turns, std::int64_t step)
      : turns_(turns), step_(step) {}
  ImportTurn(const ImportTurn&) = delete;
  ~ImportTurn() {
    if (!ended_) turns_.Fail(step_);
  }

  /// ImportTurns::Await() of this step.
  absl::Status Await(absl::Time deadline) {
    return turns_.Await(step_, deadline);
  }
  /// The step is written; the next may go.
  void Ended() {
    ended_ = true;
    turns_.Done();
  }

 private:
  ImportTurns& turns_;
  const std::int64_t step_;
  bool ended_ = false;
};

}  // namespace rasoat::registry
