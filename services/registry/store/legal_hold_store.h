#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/registry/domain/household.h"

namespace rasoat::registry {

/// A household of which nothing is erased for now.
struct LegalHold {
  HouseholdId household;
  AreaCode village;  ///< Where it lives, or lived last.
  std::string reason;
  std::string holder;  ///< `staff/{id}`; empty for a command.
  absl::Time hold_time;
};

/// The holds. Thread safe.
class LegalHoldStore {
 public:
  virtual ~LegalHoldStore() = default;

  /// Holds; one that is there gets the reason and holder, and keeps its time.
  ///
  /// Errors: NOT_FOUND  HOUSEHOLD_NOT_FOUND
  virtual absl::StatusOr<LegalHold> Hold(const LegalHold& hold,
                                         absl::Time deadline) = 0;
  /// Up to `limit` holds of households with an id above `after`, by that id.
  virtual absl::StatusOr<std::vector<LegalHold>> List(const HouseholdId& after,
                                                      int limit,
                                                      absl::Time deadline) = 0;
  /// Errors: NOT_FOUND  LEGAL_HOLD_NOT_FOUND
  virtual absl::Status Release(const HouseholdId& household,
                               absl::Time deadline) = 0;
};

}  // namespace rasoat::registry
