// Judging an event that was recorded on a device, on what the device had then.
#pragma once

#include <cstddef>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "services/registry/domain/field_conflict.h"
#include "services/registry/domain/household.h"

namespace rasoat::registry {

/// What an event comes to: next states, nothing to do, conflicts, or a refusal.
struct EventVerdict {
  std::vector<Household> next;
  bool known = false;     ///< Others recorded the same; nothing is to be done.
  std::size_t clash = 0;  ///< Which household the conflicts are about.
  std::vector<FieldConflict> conflicts;
  /// What is wrong with the event; with conflicts, what would be wrong with it
  /// on the household as it is; else OK.
  absl::Status refusal;
};

/// Decides which states come next.
using DecideEvent = absl::FunctionRef<absl::StatusOr<std::vector<Household>>(
    const std::vector<Household>&)>;

/// Judges an event on the households as they are, `current`, which the device
/// had as `base` when it recorded it; both in the order of the event.
///
/// What others changed meanwhile is no reason to refuse, as long as it does not
/// touch what the event changes, field by field as in household_merge.h: a
/// birth goes in beside a corrected telephone number. An event that others
/// recorded with the same outcome is known. One that was good on `base` and is
/// not on `current` is in conflict with all that others changed. Pure.
EventVerdict JudgeEvent(const std::vector<Household>& base,
                        const std::vector<Household>& current,
                        DecideEvent decide);

/// What an event clashes with in the household as it was, `current`, which is
/// one of those in `base`; empty if the event was not good on `base` or has
/// nothing to do with that household. Pure.
std::vector<FieldConflict> EventConflicts(const std::vector<Household>& base,
                                          const Household& current,
                                          DecideEvent decide);

}  // namespace rasoat::registry
