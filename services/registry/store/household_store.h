// Where the households are kept, as they are and as they were.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "services/registry/domain/field_receipt.h"
#include "services/registry/domain/household.h"

namespace rasoat::registry {

/// Which households of a village a list is of.
struct HouseholdFilter {
  AreaCode village;
  HouseholdStatus status = HouseholdStatus::kActive;
  /// Digits the number starts with; empty: any. Only of active ones, since the
  /// others have no number.
  std::string number_prefix;
};

/// A place in a list: by number, then by id.
struct HouseholdPlace {
  std::int64_t number = 0;
  HouseholdId id;
};

/// An event that concerns one household or two.
struct HouseholdRequest {
  /// The households that must be there, each once; the one that the request
  /// names comes first.
  std::vector<HouseholdId> households;
  /// 32 bytes that are the same for a repeat; empty: there is no repeat.
  std::string print;
  /// For an item of a device: its receipt, kept in the same step with the
  /// revision that the first of the next states has, also when nothing changes.
  const FieldReceipt* receipt = nullptr;
};

/// Reads and changes households; new ones come in by VisitStore or by an event.
/// Thread safe. Every method may also return what the database says of itself.
class HouseholdStore {
 public:
  /// Decides the next state from the stored one; may be run again, so pure.
  using Change = absl::FunctionRef<absl::StatusOr<Household>(const Household&)>;
  /// Decides from the stored states, in the order asked for, which come next;
  /// a household that is not among them is new. May be run again, so pure.
  using Decide = absl::FunctionRef<absl::StatusOr<std::vector<Household>>(
      const std::vector<Household>&)>;

  virtual ~HouseholdStore() = default;

  /// Errors: NOT_FOUND  HOUSEHOLD_NOT_FOUND
  virtual absl::StatusOr<Household> Get(const HouseholdId& id,
                                        absl::Time deadline) = 0;
  /// Those of `ids` that there are.
  virtual absl::StatusOr<absl::flat_hash_map<HouseholdId, Household>> GetMany(
      absl::Span<const HouseholdId> ids, absl::Time deadline) = 0;
  /// Up to `limit` households that come after `after`.
  virtual absl::StatusOr<std::vector<Household>> List(
      const HouseholdFilter& filter, const HouseholdPlace& after, int limit,
      absl::Time deadline) = 0;
  /// Up to `limit` states with a revision below `before`, newest first; the
  /// present one is the first of all.
  ///
  /// Errors: NOT_FOUND  HOUSEHOLD_NOT_FOUND
  virtual absl::StatusOr<std::vector<Household>> History(
      const HouseholdId& id, std::int64_t before, int limit,
      absl::Time deadline) = 0;
  /// Where it lives, or lived last. Errors: NOT_FOUND  HOUSEHOLD_NOT_FOUND
  virtual absl::StatusOr<AreaCode> VillageOf(const HouseholdId& id,
                                             absl::Time deadline) = 0;
  /// Reads, changes and writes one household as a single step, and tells the
  /// feed. Returns it as stored, with its revision raised by one, or as it was
  /// when `change` changes no content.
  ///
  /// Errors:
  ///   NOT_FOUND       HOUSEHOLD_NOT_FOUND
  ///   ALREADY_EXISTS  HOUSEHOLD_NUMBER_TAKEN, PERSON_REGISTERED
  ///   whatever `change` returned; nothing was written then
  virtual absl::StatusOr<Household> Update(const HouseholdId& id, Change change,
                                           absl::Time deadline) = 0;
  /// The same for an event: all that `decide` returns is written, or nothing.
  /// Returns the states as stored, in the order of `decide`. A request that was
  /// recorded before returns what it led to then, in any order, and decides
  /// nothing.
  ///
  /// Errors: those of Update; and
  ///   ALREADY_EXISTS  HOUSEHOLD_EXISTS  a new household's id is taken
  ///   ALREADY_EXISTS  RECEIPT_KEPT  the item has a receipt; nothing is written
  virtual absl::StatusOr<std::vector<Household>> Record(
      const HouseholdRequest& request, Decide decide, absl::Time deadline) = 0;
};

}  // namespace rasoat::registry
