// A member of a household as the people's index knows them.
#pragma once

#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/registry/domain/household.h"

namespace rasoat::registry {

/// Enough of a member to be found and compared: no name as it is written, no
/// number, no address.
struct Person {
  HouseholdId household;
  std::string member_id;
  AreaCode village;
  /// The commune of the village, where people are compared: by the units of the
  /// day, since a village keeps its code when its commune changes. None: it
  /// lies nowhere today.
  AreaCode commune;
  std::string name_key;  ///< FoldName() of the name.
  absl::CivilDay birth_date = kNoDay;
  Sex sex = Sex::kUnspecified;
  Relation relation = Relation::kUnspecified;
  IdentityKind identity_kind = IdentityKind::kNone;
  /// The blind index of the number, 16 bytes; empty without a number.
  std::string identity_index;

  friend bool operator==(const Person&, const Person&) = default;
};

}  // namespace rasoat::registry
