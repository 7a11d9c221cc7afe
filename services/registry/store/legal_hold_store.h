#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/registry/domain/legal_hold.h"
#include "services/registry/domain/village_set.h"

namespace rasoat::registry {

/// Which holds to list.
struct HoldFilter {
  VillageSet villages;  ///< Where the households live today, or lived last.
  HouseholdId after;    ///< Only ids above this one.
};

/// The holds. Thread safe.
class LegalHoldStore {
 public:
  virtual ~LegalHoldStore() = default;

  /// Holds; one that is there gets the reason, holder and tier, keeps its time,
  /// and is remembered as it was.
  ///
  /// Errors:
  ///   NOT_FOUND          HOUSEHOLD_NOT_FOUND
  ///   PERMISSION_DENIED  LEGAL_HOLD_FROM_ABOVE
  virtual absl::StatusOr<LegalHold> Hold(const LegalHold& hold,
                                         absl::Time deadline) = 0;
  /// Up to `limit` holds, by the households' ids.
  virtual absl::StatusOr<std::vector<LegalHold>> List(const HoldFilter& filter,
                                                      int limit,
                                                      absl::Time deadline) = 0;
  /// Ends a hold, which is remembered.
  ///
  /// Errors:
  ///   NOT_FOUND          LEGAL_HOLD_NOT_FOUND
  ///   PERMISSION_DENIED  LEGAL_HOLD_FROM_ABOVE
  virtual absl::Status Release(const HoldRelease& release,
                               absl::Time deadline) = 0;
  /// The former holds of a household, the latest first.
  virtual absl::StatusOr<std::vector<PastHold>> Past(
      const HouseholdId& household, int limit, absl::Time deadline) = 0;
};

}  // namespace rasoat::registry
