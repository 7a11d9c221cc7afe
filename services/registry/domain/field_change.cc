#include "services/registry/domain/field_change.h"

#include <utility>

#include "absl/status/statusor.h"
#include "services/registry/domain/household_merge.h"

namespace rasoat::registry {
namespace {

/// `wanted` written over `state`, as an edit of just that state.
absl::StatusOr<Household> Written(const Household& state, HouseholdEdit edit,
                                  const HouseholdContext& context) {
  edit.seen_revision = state.revision;
  return Edit(state, edit, context);
}

}  // namespace

ChangeVerdict JudgeChange(const Household* base, const Household& current,
                          const HouseholdEdit& edit,
                          const HouseholdContext& context) {
  if (base == nullptr && edit.seen_revision == current.revision) {
    base = &current;
  }
  if (base == nullptr) {
    ChangeVerdict unknown{.next = current,
                          .conflicts = Differences(current, edit)};
    return unknown;  // no difference: it is as the device wants it
  }
  Merged merged = Merge(*base, current, edit);
  if (!merged.conflicts.empty()) {
    return {.next = current, .conflicts = std::move(merged.conflicts)};
  }
  HouseholdEdit both = edit;
  both.wanted = std::move(merged.household);
  absl::StatusOr<Household> next = Written(current, both, context);
  if (next.ok()) return {.next = *std::move(next)};
  ChangeVerdict verdict{.next = current, .refusal = next.status()};
  if (base->revision != current.revision &&
      Written(*base, edit, context).ok()) {
    verdict.conflicts = Changes(*base, current, edit);
  }
  return verdict;
}

}  // namespace rasoat::registry
