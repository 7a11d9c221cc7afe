#include "services/registry/intake/duplicate_watch.h"

#include <utility>

#include "services/common/log/log.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace rasoat::registry {

std::vector<DuplicateFinding> DuplicateWatch::Look(
    absl::Span<const Household* const> households, Entry entry, absl::Time now,
    absl::Time deadline) {
  if (households.empty()) return {};
  absl::StatusOr<std::vector<DuplicateFinding>> found =
      FindAndRaise(households, entry, now, deadline);
  if (found.ok()) return *std::move(found);
  log::Line("duplicates_not_looked_for", log::Level::kWarning)
      .Add("code", absl::StatusCodeToString(found.status().code()))
      .Add("reason", ReasonOf(found.status()))
      .Add("households", households.size())
      .Write();
  return {};
}

absl::StatusOr<std::vector<DuplicateFinding>> DuplicateWatch::FindAndRaise(
    absl::Span<const Household* const> households, Entry entry, absl::Time now,
    absl::Time deadline) {
  RASOAT_ASSIGN_OR_RETURN(
      std::vector<DuplicateFinding> findings,
      finder_.Find(households,
                   {.citizen_ids = false, .villages = entry == Entry::kByHand},
                   deadline));
  if (findings.empty()) return findings;
  RASOAT_ASSIGN_OR_RETURN(const std::vector<RaiseEffect> effects,
                          cases_.Raise(findings, now, deadline));
  std::vector<DuplicateFinding> suspected;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    if (effects[i] == RaiseEffect::kRaised ||
        effects[i] == RaiseEffect::kOpen) {
      suspected.push_back(std::move(findings[i]));
    }
  }
  return suspected;
}

absl::StatusOr<std::vector<IdentityHolder>> DuplicateWatch::HoldersOf(
    const Household& household, absl::Time deadline) {
  std::vector<IdentityHolder> holders;
  for (std::size_t i = 0; i < household.members.size(); ++i) {
    const Member& member = household.members[i];
    if (member.identity_kind != IdentityKind::kCitizenId) continue;
    RASOAT_ASSIGN_OR_RETURN(
        const std::vector<Person> found,
        people_.FindByIdentity(member.identity_kind, member.identity_number,
                               deadline));
    for (const Person& person : found) {
      if (person.household == household.id) continue;
      holders.push_back({.member = i,
                         .household = person.household,
                         .village = person.village});
    }
  }
  return holders;
}

}  // namespace rasoat::registry
