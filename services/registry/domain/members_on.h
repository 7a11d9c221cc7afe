// Who was in a household on a day, for the surveys of that day.
#pragma once

#include <vector>

#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "services/registry/domain/household.h"

namespace rasoat::registry {

/// The members at the end of `day`, as they are known to have been now.
///
/// Who came, left or died later is counted back; what was corrected since is
/// not, for it was wrong then as well: a member has the birth date known now,
/// one who was forgotten is there, one who never was a member is not. On a day
/// before the household was registered, its members are those it has now.
/// `states` are all states of it, the oldest first, at least one.
std::vector<Member> MembersOn(absl::Span<const Household> states,
                              absl::CivilDay day);

}  // namespace rasoat::registry
