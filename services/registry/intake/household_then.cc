#include "services/registry/intake/household_then.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

#include "services/common/status/status_macros.h"
#include "services/registry/domain/members_on.h"

namespace rasoat::registry {
namespace {

constexpr int kMostStates = 1000;

}  // namespace

absl::StatusOr<std::optional<Household>> HouseholdThen(HouseholdStore& store,
                                                       const Household& known,
                                                       absl::CivilDay day,
                                                       absl::Time deadline) {
  const bool unchanged = known.revision == 1 || known.event.date <= day;
  if (day == kNoDay || unchanged) return std::optional<Household>();
  RASOAT_ASSIGN_OR_RETURN(
      std::vector<Household> states,
      store.History(known.id, std::numeric_limits<std::int64_t>::max(),
                    kMostStates, deadline));
  std::reverse(states.begin(), states.end());
  // What is known now was changed meanwhile: the store will say so.
  if (states.back().revision != known.revision) {
    return std::optional<Household>();
  }
  std::optional<Household> then = known;
  then->members = MembersOn(states, day);
  return then;
}

}  // namespace rasoat::registry
