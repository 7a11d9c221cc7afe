// Judging a change that was made on a device, on what the device had then.
#pragma once

#include <vector>

#include "absl/status/status.h"
#include "services/registry/domain/field_conflict.h"
#include "services/registry/domain/household.h"
#include "services/registry/domain/household_edit.h"

namespace rasoat::registry {

/// What a change comes to: a next state, or conflicts, or only a refusal.
struct ChangeVerdict {
  Household next;
  std::vector<FieldConflict> conflicts;
  /// What is wrong with the change; with conflicts, what would be wrong with
  /// both together; else OK.
  absl::Status refusal;
};

/// Puts the change together with what others did meanwhile. `base` is the state
/// it was made on, null if that is not known any more: then every field that
/// differs is a conflict, unless the register stands as the device saw it.
///
/// Fields that do not clash one by one may still not go together, such as two
/// new heads: if the change alone would have been good, all that either side
/// changed is a conflict. Pure.
ChangeVerdict JudgeChange(const Household* base, const Household& current,
                          const HouseholdEdit& edit,
                          const HouseholdContext& context);

}  // namespace rasoat::registry
