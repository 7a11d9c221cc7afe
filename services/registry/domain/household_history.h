// Reading the history of a household: what changed, and what was on a day.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "services/registry/domain/household.h"

namespace rasoat::registry {

/// The fields in which the two states differ: `village`, `number`, `address`,
/// `phone`, `status`, `merged_into`; `members[02]` when the member 02 came or
/// left, and `members[02].full_name` and the like when the person stayed.
std::vector<std::string> ChangedFields(const Household& before,
                                       const Household& after);

/// The household as it was at the end of `day`, as far as is known now: every
/// event dated up to that day and none after it, in whatever order they were
/// recorded; events of one day in the order they were recorded. None: the
/// household was not in the register yet.
///
/// `states` are all states, the oldest first. With nothing recorded late the
/// result is one of them; otherwise it is put together of the changes each made
/// to the one before it, and has the event and the revision of the last event
/// that counts. Where two events touch the same thing, the later day wins.
std::optional<Household> StateOn(absl::Span<const Household> states,
                                 absl::CivilDay day);

}  // namespace rasoat::registry
