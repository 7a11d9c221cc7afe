#include "tests/support/registry/memory_erasures.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "services/common/status/status_macros.h"
#include "services/registry/domain/refusals.h"

namespace rasoat::registry {

absl::StatusOr<std::vector<Household>> MemoryErasures::States(
    const HouseholdId& id, absl::Time deadline) {
  return households_.History(id, std::numeric_limits<std::int64_t>::max(),
                             std::numeric_limits<int>::max(), deadline);
}

absl::StatusOr<Erasure> MemoryErasures::Create(const Erasure& erasure,
                                               absl::Time deadline) {
  RASOAT_ASSIGN_OR_RETURN(const std::vector<Household> states,
                          States(erasure.household, deadline));
  if (states.empty()) return HouseholdNotFound();
  std::lock_guard lock(mu_);
  const auto known = erasures_.find(erasure.id);
  if (known != erasures_.end()) {
    if (known->second.SameRequest(erasure)) return known->second;
    return ErasureExists();
  }
  RASOAT_RETURN_IF_ERROR(CheckErasedMember(states, erasure.member_id));
  if (holds_.contains(erasure.household)) return HeldByLaw();
  Erasure kept = erasure;
  kept.village = states[0].village;
  return erasures_.emplace(kept.id, kept).first->second;
}

absl::StatusOr<Erasure> MemoryErasures::Get(const ErasureId& id, absl::Time) {
  std::lock_guard lock(mu_);
  const auto found = erasures_.find(id);
  if (found == erasures_.end()) return ErasureNotFound();
  return found->second;
}

absl::StatusOr<std::vector<Erasure>> MemoryErasures::List(
    const ErasureFilter& filter, int limit, absl::Time deadline) {
  std::lock_guard lock(mu_);
  std::vector<Erasure> found;
  for (const auto& [id, one] : erasures_) {
    if (static_cast<int>(found.size()) == limit) break;
    RASOAT_ASSIGN_OR_RETURN(const AreaCode village,
                            households_.VillageOf(one.household, deadline));
    const bool stands_so =
        filter.state == ErasureState::kUnspecified || filter.state == one.state;
    if (filter.after < id && stands_so && filter.villages.Contains(village)) {
      found.push_back(one);
    }
  }
  return found;
}

absl::StatusOr<ErasureCounts> MemoryErasures::Erase(
    const Erasure& erasure, absl::Span<const ErasureArea> areas,
    absl::Time deadline) {
  RASOAT_ASSIGN_OR_RETURN(const std::vector<Household> states,
                          States(erasure.household, deadline));
  for (const Household& state : states) {
    const bool among = std::any_of(
        areas.begin(), areas.end(),
        [&](const ErasureArea& area) { return area.area == state.village; });
    if (!among) return ErasureRaced();
  }
  RASOAT_RETURN_IF_ERROR(
      households_
          .Update(
              erasure.household,
              [&](Household present) -> absl::StatusOr<Household> {
                return WithoutPerson(std::move(present), erasure.member_id);
              },
              deadline)
          .status());
  return ErasureCounts{.states = static_cast<std::int64_t>(states.size()) + 1};
}

absl::StatusOr<Erasure> MemoryErasures::Decide(
    const ErasureId& id, const ErasureDecision& decision,
    absl::Span<const ErasureArea> areas, absl::Time now, absl::Time deadline) {
  std::lock_guard lock(mu_);
  const auto known = erasures_.find(id);
  if (known == erasures_.end()) return ErasureNotFound();
  RASOAT_ASSIGN_OR_RETURN(Erasure next, Decided(known->second, decision, now));
  if (next.state == known->second.state) return next;
  if (next.state == ErasureState::kDone) {
    if (holds_.contains(next.household)) return HeldByLaw();
    RASOAT_ASSIGN_OR_RETURN(next.counts, Erase(next, areas, deadline));
  }
  known->second = next;
  return next;
}

absl::StatusOr<LegalHold> MemoryErasures::Hold(const LegalHold& hold,
                                               absl::Time deadline) {
  RASOAT_ASSIGN_OR_RETURN(const AreaCode village,
                          households_.VillageOf(hold.household, deadline));
  std::lock_guard lock(mu_);
  LegalHold next = hold;
  next.village = village;
  const auto was = holds_.find(hold.household);
  if (was != holds_.end()) {
    RASOAT_RETURN_IF_ERROR(CheckMayChange(was->second, hold.tier));
    const bool same =
        was->second.reason == hold.reason && was->second.holder == hold.holder;
    if (same) return was->second;
    past_.push_back({.hold = was->second,
                     .end_actor = hold.holder,
                     .end_time = hold.hold_time});
    next.hold_time = was->second.hold_time;
  }
  return holds_.insert_or_assign(hold.household, next).first->second;
}

absl::StatusOr<std::vector<LegalHold>> MemoryErasures::List(
    const HoldFilter& filter, int limit, absl::Time deadline) {
  std::lock_guard lock(mu_);
  std::vector<LegalHold> found;
  for (const auto& [id, one] : holds_) {
    if (static_cast<int>(found.size()) == limit) break;
    RASOAT_ASSIGN_OR_RETURN(const AreaCode village,
                            households_.VillageOf(id, deadline));
    if (filter.after < id && filter.villages.Contains(village)) {
      found.push_back(one);
    }
  }
  return found;
}

absl::Status MemoryErasures::Release(const HoldRelease& release, absl::Time) {
  std::lock_guard lock(mu_);
  const auto was = holds_.find(release.household);
  if (was == holds_.end()) return LegalHoldNotFound();
  RASOAT_RETURN_IF_ERROR(CheckMayChange(was->second, release.tier));
  past_.push_back({.hold = was->second,
                   .end_actor = release.actor,
                   .end_reason = release.reason,
                   .end_time = release.time});
  holds_.erase(was);
  return absl::OkStatus();
}

absl::StatusOr<std::vector<PastHold>> MemoryErasures::Past(
    const HouseholdId& household, int limit, absl::Time) {
  std::lock_guard lock(mu_);
  std::vector<PastHold> found;
  for (auto one = past_.rbegin(); one != past_.rend(); ++one) {
    if (static_cast<int>(found.size()) == limit) break;
    if (one->hold.household == household) found.push_back(*one);
  }
  return found;
}

}  // namespace rasoat::registry
