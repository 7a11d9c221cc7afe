// Where the households are kept.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "services/registry/domain/household.h"

namespace rasoat::registry {

/// Reads and changes households; new ones come in by VisitStore. Thread safe.
/// Every method may also return what the database says of itself.
class HouseholdStore {
 public:
  /// Decides the next state from the stored one; may be run again, so pure.
  using Change = absl::FunctionRef<absl::StatusOr<Household>(const Household&)>;

  virtual ~HouseholdStore() = default;

  /// Errors: NOT_FOUND  HOUSEHOLD_NOT_FOUND
  virtual absl::StatusOr<Household> Get(const HouseholdId& id,
                                        absl::Time deadline) = 0;
  /// Those of `ids` that there are.
  virtual absl::StatusOr<absl::flat_hash_map<HouseholdId, Household>> GetMany(
      absl::Span<const HouseholdId> ids, absl::Time deadline) = 0;
  /// Up to `limit` households of a village with a number above `after`, by
  /// number.
  virtual absl::StatusOr<std::vector<Household>> List(const AreaCode& village,
                                                      std::int64_t after,
                                                      int limit,
                                                      absl::Time deadline) = 0;
  /// Where it lives. Errors: NOT_FOUND  HOUSEHOLD_NOT_FOUND
  virtual absl::StatusOr<AreaCode> VillageOf(const HouseholdId& id,
                                             absl::Time deadline) = 0;
  /// Reads, changes and writes one household as a single step, and tells the
  /// feed. Returns it as stored, with its revision raised by one, or as it was
  /// when `change` changes no content.
  ///
  /// Errors:
  ///   NOT_FOUND       HOUSEHOLD_NOT_FOUND
  ///   ALREADY_EXISTS  HOUSEHOLD_NUMBER_TAKEN
  ///   whatever `change` returned; nothing was written then
  virtual absl::StatusOr<Household> Update(const HouseholdId& id, Change change,
                                           absl::Time deadline) = 0;
};

}  // namespace rasoat::registry
