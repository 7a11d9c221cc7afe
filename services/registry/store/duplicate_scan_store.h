// How far the background scans for duplicates have come.
#pragma once

#include <cstdint>
#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "services/common/ids/ulid.h"
#include "services/registry/domain/ids.h"

namespace rasoat::registry {

/// A commune to be scanned.
struct ScanTurn {
  AreaCode commune;
  /// Changes up to this position of the feed were compared; 0: it was never
  /// scanned.
  std::int64_t position = 0;
};

/// Shares communes among replicas by leases. Thread safe. Every method may also
/// return what the database says of itself.
class DuplicateScanStore {
 public:
  virtual ~DuplicateScanStore() = default;

  /// Makes communes known; new ones are due at `first`.
  virtual absl::Status Enroll(absl::Span<const AreaCode> communes,
                              absl::Time first, absl::Time deadline) = 0;
  /// Gives the commune that has been due longest, and that nobody has, to
  /// `holder` until `lease_end`; nothing if there is none.
  virtual absl::StatusOr<std::optional<ScanTurn>> Claim(
      const Ulid& holder, absl::Time now, absl::Time lease_end,
      absl::Time deadline) = 0;
  /// Ends a turn: everything up to `position` was compared, and the commune is
  /// due again at `next`.
  ///
  /// Errors: ABORTED  LEASE_LOST  it is another's meanwhile; nothing changes
  virtual absl::Status Done(const ScanTurn& turn, const Ulid& holder,
                            absl::Time next, absl::Time deadline) = 0;
};

}  // namespace rasoat::registry
