// The background in which communes are scanned for people who stand in the
// register twice.
#pragma once

#include <map>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "services/common/clock/clock.h"
#include "services/common/ids/ulid.h"
#include "services/common/metrics/metrics.h"
#include "services/registry/intake/area_villages.h"
#include "services/registry/store/duplicate_finder.h"
#include "services/registry/store/duplicate_scan_store.h"
#include "services/registry/store/duplicate_store.h"
#include "services/registry/store/household_store.h"
#include "services/registry/store/package_store.h"

namespace rasoat::registry {

/// What became of a turn.
enum class ScanOutcome {
  kNothingDue,
  kScanned,
  /// The commune could not be scanned, and waits longer; others go on.
  kPutOff,
};

/// Scans one commune after another. Not thread safe; replicas share the
/// communes by leases.
class DuplicateScanner {
 public:
  struct Parts {
    DuplicateScanStore& scans;
    AreaCatalog& areas;
    AreaVillages& villages;
    PackageStore& packages;
    HouseholdStore& households;
    DuplicateFinder& finder;
    DuplicateStore& cases;
    const Clock& clock;
    /// From one scan of a commune to the next; a new commune waits as long.
    absl::Duration interval;
    /// A commune whose scanner died is taken by another after this.
    absl::Duration lease = absl::Minutes(10);
  };

  /// `ids` names this replica.
  DuplicateScanner(const Parts& parts, IdSource& ids)
      : parts_(parts), holder_(ids.Next()) {}

  /// Makes the communes of today known.
  absl::Status Enroll(absl::Time deadline);

  /// Scans the commune that is due longest. For the first time everybody is
  /// compared and cases are taken back that nothing speaks for any more; later
  /// only those who changed since. Until it is done the commune's position
  /// stays, so whatever is cut is begun anew.
  ///
  /// A commune that fails, for whatever reason, is logged and due again after
  /// the lease, and after twice as long each further time that this replica
  /// fails with it, up to the interval. That is written down within twenty
  /// seconds after `deadline`; an error is returned only if even that fails, or
  /// no commune could be had.
  absl::StatusOr<ScanOutcome> ScanOne(absl::Time deadline);

 private:
  absl::Status Scan(ScanTurn& turn, absl::Time deadline);
  absl::Duration PauseOf(const AreaCode& commune);
  absl::Status ScanAll(const VillageSet& villages, absl::Time deadline);
  absl::Status ScanChanged(const VillageSet& villages, std::int64_t after,
                           std::int64_t up_to, absl::Time deadline);
  absl::Status Compare(absl::Span<const HouseholdId> ids, absl::Time deadline);

  const Parts parts_;
  const Ulid holder_;
  /// How often in a row a commune has failed.
  std::map<AreaCode, int> failures_;
};

/// A thread that scans what is due. It counts the turns, by outcome (scanned,
/// put_off), in rasoat_registry_duplicate_scans_total.
class DuplicateScanThread {
 public:
  /// Both must outlive it.
  DuplicateScanThread(DuplicateScanner& scanner, metrics::Registry& metrics);
  DuplicateScanThread(const DuplicateScanThread&) = delete;
  /// Stops and waits.
  ~DuplicateScanThread();

  /// Ends the work after the commune at hand. Does not wait. For the drain.
  void Stop();

 private:
  void Loop();

  DuplicateScanner& scanner_;
  const metrics::Counter scanned_;
  const metrics::Counter put_off_;
  absl::Mutex mu_;
  bool stop_ ABSL_GUARDED_BY(mu_) = false;
  std::thread thread_;  // last: uses all of the above
};

}  // namespace rasoat::registry
