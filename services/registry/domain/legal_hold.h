// Households of which nothing is erased for now, and who may change that.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/registry/domain/household.h"
#include "services/registry/domain/office_tier.h"

namespace rasoat::registry {

/// A household of which nothing is erased for now.
struct LegalHold {
  HouseholdId household;
  AreaCode village;  ///< Where it lives, or lived last.
  std::string reason;
  std::string holder;  ///< `staff/{id}`; empty for a command.
  OfficeTier tier = OfficeTier::kAdministrator;  ///< Of the holder there.
  absl::Time hold_time;
};

/// Who ends a hold, when and why.
struct HoldRelease {
  HouseholdId household;
  std::string reason;
  std::string actor;  ///< `staff/{id}`; empty for a command.
  OfficeTier tier = OfficeTier::kAdministrator;  ///< Of the actor there.
  absl::Time time;
};

/// A hold that is no more.
struct PastHold {
  LegalHold hold;
  std::string end_actor;
  std::string end_reason;  ///< Empty when another took its place.
  absl::Time end_time;
};

/// The reason of a hold or a release: 1 to 400 characters on one line.
///
/// Errors: INVALID_ARGUMENT  REASON_MALFORMED
absl::Status CheckHoldReason(const std::string& reason,
                             const std::string& field);

/// A hold is changed or released from the holder's tier or a higher one.
///
/// Errors: PERMISSION_DENIED  LEGAL_HOLD_FROM_ABOVE
absl::Status CheckMayChange(const LegalHold& hold, OfficeTier tier);

/// NOT_FOUND  LEGAL_HOLD_NOT_FOUND
absl::Status LegalHoldNotFound();

}  // namespace rasoat::registry
