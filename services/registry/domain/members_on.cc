#include "services/registry/domain/members_on.h"

#include <algorithm>
#include <optional>
#include <string>

#include "services/registry/domain/household_history.h"

namespace rasoat::registry {
namespace {

/// True when the member was found never to have been one.
bool WasNoMember(const Household& known, const std::string& id) {
  return std::any_of(known.former.begin(), known.former.end(),
                     [&](const FormerMember& former) {
                       return former.member.id == id &&
                              former.why == EventKind::kCorrected;
                     });
}

/// True when the member is there because a mistake was corrected.
bool WasForgotten(absl::Span<const Household> states, const std::string& id) {
  const auto first = std::find_if(
      states.begin(), states.end(),
      [&](const Household& state) { return state.Find(id) != nullptr; });
  return first != states.end() && first->event.kind == EventKind::kCorrected;
}

}  // namespace

std::vector<Member> MembersOn(absl::Span<const Household> states,
                              absl::CivilDay day) {
  const Household& known = states.back();
  const std::optional<Household> then = StateOn(states, day);
  if (!then) return known.members;
  std::vector<Member> members;
  for (const Member& member : then->members) {
    if (WasNoMember(known, member.id)) continue;
    const Member* now = known.Find(member.id);
    members.push_back(now != nullptr ? *now : member);
  }
  for (const Member& member : known.members) {
    if (then->Find(member.id) == nullptr && WasForgotten(states, member.id)) {
      members.push_back(member);
    }
  }
  return members;
}

}  // namespace rasoat::registry
