// Putting together what a device and others changed of one household, each
// without knowing of the other.
#pragma once

#include <vector>

#include "services/registry/domain/field_conflict.h"
#include "services/registry/domain/household.h"
#include "services/registry/domain/household_edit.h"

namespace rasoat::registry {

/// Both changes together, or where they do not go together.
struct Merged {
  Household household;  ///< `server` where there is a conflict.
  std::vector<FieldConflict> conflicts;
};

/// Takes over into `server` what `device` changed since `base`, in the fields
/// that the edit names. Members are compared by id, field by field; kind and
/// number of the identity are one field, and so are ethnic group and its list.
///
/// A field changed on one side only takes that side's value; on both sides to
/// the same value, that value; else it is a conflict. A member added on one
/// side is added; taken out on one side and left alone on the other is taken
/// out; taken out here and changed there is a conflict about the whole member,
/// and so are different people added under one id. The members stand in the
/// server's order, those the device added after them; if the server's order is
/// still the base's, in the device's.
Merged Merge(const Household& base, const Household& server,
             const HouseholdEdit& device);

/// Every field that either side changed since `base`: for changes that go
/// together field by field but not as a whole.
std::vector<FieldConflict> Changes(const Household& base,
                                   const Household& server,
                                   const HouseholdEdit& device);

/// Every field in which the two differ, for when nothing is known of what was
/// before.
std::vector<FieldConflict> Differences(const Household& server,
                                       const HouseholdEdit& device);

}  // namespace rasoat::registry
