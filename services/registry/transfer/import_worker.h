// The background in which imports are checked and run.
#pragma once

#include <atomic>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "services/common/ids/ulid.h"
#include "services/registry/transfer/import_job.h"

namespace rasoat::registry {

/// One thread that takes one import after another, and removes files whose
/// time is over. Replicas share the imports by leases: one that dies is
/// followed by another within ImportWorkshop::lease.
class ImportWorker {
 public:
  /// How often work on an import may begin without getting any further.
  static constexpr int kMostAttempts = 8;

  /// Starts the thread; it needs no database yet. `ids` names this replica.
  ImportWorker(const ImportWorkshop& workshop, IdSource& ids);
  ImportWorker(const ImportWorker&) = delete;
  /// Stops and waits.
  ~ImportWorker();

  /// Has the thread look at once. Cheap; any thread.
  void Wake();
  /// Ends the work after the batch at hand and gives the import to others.
  /// Does not wait. For the drain.
  void Stop();

 private:
  void Loop();
  /// Works on one import if there is one; true if there was.
  bool WorkOnOne();
  void GiveUp(const Import& import);
  void RemoveExpired();
  bool Roused() const ABSL_SHARED_LOCKS_REQUIRED(mu_) {
    return roused_ || stop_;
  }

  const ImportWorkshop workshop_;
  const std::string holder_;
  std::atomic<bool> stop_ = false;
  absl::Time next_removal_ = absl::InfinitePast();
  absl::Mutex mu_;
  bool roused_ ABSL_GUARDED_BY(mu_) = false;
  std::thread thread_;  // last: uses all of the above
};

}  // namespace rasoat::registry
