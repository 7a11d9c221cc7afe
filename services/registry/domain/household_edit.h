// Changing a household that somebody read a while ago.
#pragma once

#include "absl/status/statusor.h"
#include "services/registry/domain/event_rules.h"
#include "services/registry/domain/household.h"

namespace rasoat::registry {

/// What a caller wants to change.
struct HouseholdEdit {
  std::int64_t seen_revision = 0;  ///< The revision the caller had read.
  Household wanted;                ///< New values of the fields named below.
  bool number = false;
  bool address = false;
  bool phone = false;
  bool members = false;
  Occasion occasion;  ///< Its reason may be empty.
};

/// The household after the edit, or `current` itself when it already is as
/// wanted: the repeat of a lost reply is then no conflict.
///
/// Errors, with fields of the API's request:
///   ABORTED           STALE_HOUSEHOLD  changed since it was read; one
///   violation
///       for each field that differs from what was wanted
///   INVALID_ARGUMENT  those of CheckHousehold, and of the occasion
///   FAILED_PRECONDITION  HOUSEHOLD_NOT_ACTIVE
///
/// A member who is left out is taken for a mistake and becomes a former one.
absl::StatusOr<Household> Edit(const Household& current,
                               const HouseholdEdit& edit,
                               const HouseholdContext& context);

}  // namespace rasoat::registry
