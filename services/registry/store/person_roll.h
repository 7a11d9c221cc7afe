// Everybody of many villages, read once from one end to the other.
#pragma once

#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/registry/domain/household.h"
#include "services/registry/domain/person.h"
#include "services/registry/domain/village_set.h"

namespace rasoat::registry {

/// Calls the roll of the people's index. Thread safe.
class PersonRoll {
 public:
  virtual ~PersonRoll() = default;

  /// Calls `each` with everybody who lives in the villages, those of a
  /// household one after the other. A few villages at a time are held in
  /// memory; each such part is read within `patience`, and sees what was
  /// committed when it began. Errors: what the database says of itself.
  virtual absl::Status Read(const VillageSet& villages,
                            absl::FunctionRef<void(const Person&)> each,
                            absl::Duration patience) = 0;

  /// The members of a household as the roll would call them, but citizen ids
  /// are left out; empty when it has left the register.
  virtual std::vector<Person> PeopleOf(const Household& household) const = 0;
};

}  // namespace rasoat::registry
