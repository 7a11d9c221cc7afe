// How events of households come into the register.
#pragma once

#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "services/registry/domain/event_order.h"
#include "services/registry/intake/area_catalog.h"
#include "services/registry/intake/duplicate_watch.h"
#include "services/registry/intake/intake.h"
#include "services/registry/store/household_store.h"

namespace rasoat::registry {

/// What became of an event.
struct EventOutcome {
  absl::Status status;
  /// What it led to, in any order if it is a repeat.
  std::vector<Household> households;
  bool repeated = false;  ///< The very request was recorded before.
  /// Households that may hold the same people as those it brought somebody.
  std::vector<DuplicateFinding> suspects;
  /// With PERSON_REGISTERED: who has the citizen ids, by place among the people
  /// of `wanted`.
  std::vector<IdentityHolder> holders;
  Household wanted;  ///< With holders: the household as it would have been.
};

/// Records events. Thread safe; what it is made of must outlive it. Without a
/// watch nobody looks for duplicates.
class EventRecorder {
 public:
  EventRecorder(HouseholdStore& households, AreaCatalog& areas,
                const PersonRules& rules, DuplicateWatch* watch = nullptr)
      : households_(households), areas_(areas), rules_(rules), watch_(watch) {}

  /// Records an event of households that must be as the order saw them.
  ///
  /// Errors: those of the order; NOT_FOUND  HOUSEHOLD_NOT_FOUND;
  /// FAILED_PRECONDITION  HOUSEHOLD_NOT_ACTIVE;  ABORTED  STALE_HOUSEHOLD with
  /// a violation for each field that differs;  ALREADY_EXISTS
  /// PERSON_REGISTERED, HOUSEHOLD_EXISTS, HOUSEHOLD_NUMBER_TAKEN
  EventOutcome Record(const EventOrder& order, const Submission& submission);

  /// What an event of a device does with the households as they are.
  using Judge = absl::FunctionRef<absl::StatusOr<std::vector<Household>>(
      const std::vector<Household>& now, const EventGround& ground)>;
  /// As Record(), but `judge` decides about states that are not as they were
  /// seen, and the receipt is kept in the same step.
  EventOutcome RecordOfDevice(const EventOrder& order,
                              const FieldReceipt& receipt, Judge judge,
                              const Submission& submission);

 private:
  EventOutcome Record(const EventOrder& order, const FieldReceipt* receipt,
                      Judge judge, const Submission& submission);
  absl::Status WithDifferences(const absl::Status& refusal,
                               const EventOrder& order, absl::Time deadline);
  void Look(const EventOrder& order, bool by_hand, const Submission& submission,
            EventOutcome& outcome);

  HouseholdStore& households_;
  AreaCatalog& areas_;
  const PersonRules& rules_;
  DuplicateWatch* const watch_;
};

}  // namespace rasoat::registry
