#include "services/registry/domain/field_event.h"

#include <algorithm>
#include <utility>

#include "services/registry/domain/household_merge.h"

namespace rasoat::registry {
namespace {

const Household* Among(const std::vector<Household>& households,
                       const HouseholdId& id) {
  for (const Household& household : households) {
    if (household.id == id) return &household;
  }
  return nullptr;
}

/// What an event made of a household, as an edit of all there is.
HouseholdEdit EditTo(const Household& next) {
  return {.wanted = next,
          .number = true,
          .address = true,
          .phone = true,
          .members = true};
}

/// True when the household stands as the event would have made it, in all that
/// the event changes.
bool Stands(const Household& base, const Household& next, const Merged& merged,
            const Household& current) {
  if (next.status != current.status || next.village != current.village ||
      next.merged_into != current.merged_into ||
      !SameContent(merged.household, current)) {
    return false;
  }
  return std::all_of(
      next.former.begin(), next.former.end(), [&](const FormerMember& former) {
        const auto is = [&](const FormerMember& other) {
          return other == former;
        };
        return std::any_of(base.former.begin(), base.former.end(), is) ||
               std::any_of(current.former.begin(), current.former.end(), is);
      });
}

}  // namespace

EventVerdict JudgeEvent(const std::vector<Household>& base,
                        const std::vector<Household>& current,
                        DecideEvent decide) {
  EventVerdict verdict;
  absl::StatusOr<std::vector<Household>> next = decide(current);
  const absl::StatusOr<std::vector<Household>> then = decide(base);
  if (then.ok()) {
    bool known = then->size() == base.size();
    for (std::size_t i = 0; i < base.size(); ++i) {
      const Household* wanted = Among(*then, base[i].id);
      if (wanted == nullptr) continue;
      Merged merged = Merge(base[i], current[i], EditTo(*wanted));
      known = known && merged.conflicts.empty() &&
              Stands(base[i], *wanted, merged, current[i]);
      if (verdict.conflicts.empty() && !merged.conflicts.empty()) {
        verdict.clash = i;
        verdict.conflicts = std::move(merged.conflicts);
      }
    }
    if (known) {
      verdict.known = true;
      return verdict;
    }
    if (!verdict.conflicts.empty()) return verdict;
  }
  if (next.ok()) {
    verdict.next = *std::move(next);
    return verdict;
  }
  verdict.refusal = next.status();
  for (std::size_t i = 0; then.ok() && i < base.size(); ++i) {
    const Household* wanted = Among(*then, base[i].id);
    if (wanted == nullptr || base[i].revision == current[i].revision) continue;
    verdict.clash = i;
    verdict.conflicts = Changes(base[i], current[i], EditTo(*wanted));
    break;
  }
  return verdict;
}

std::vector<FieldConflict> EventConflicts(const std::vector<Household>& base,
                                          const Household& current,
                                          DecideEvent decide) {
  const Household* was = Among(base, current.id);
  const absl::StatusOr<std::vector<Household>> then = decide(base);
  if (was == nullptr || !then.ok()) return {};
  const Household* wanted = Among(*then, current.id);
  if (wanted == nullptr) return {};
  Merged merged = Merge(*was, current, EditTo(*wanted));
  if (!merged.conflicts.empty()) return std::move(merged.conflicts);
  return Changes(*was, current, EditTo(*wanted));
}

}  // namespace rasoat::registry
