// What happens to whole households: splitting, merging, moving, ending.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/registry/domain/event_rules.h"
#include "services/registry/domain/household.h"

namespace rasoat::registry {

/// The household that members make when they split off.
struct SplitOff {
  HouseholdId id;
  std::int64_t number = 0;  ///< In the village of the old one.
  std::string address;
  std::string phone;
  std::vector<std::string> member_ids;  ///< Who leaves; they keep their ids.
  /// The head, who must be named, and the relations, in the new one.
  Headship headship;
};

/// Both households, the old one first, after some of its members became a
/// household of their own (tách hộ) on the day of the occasion. `headship` is
/// that of the old one.
///
/// Errors of all functions here: INVALID_ARGUMENT with every fault at once,
/// those of event_rules.h and CheckHousehold; fields are those of the API's
/// requests. Here also LAST_MEMBER: nobody would be left in the old one.
absl::StatusOr<std::vector<Household>> Split(const Household& before,
                                             const SplitOff& wanted,
                                             const Headship& headship,
                                             const Occasion& occasion,
                                             const HouseholdContext& context);

/// Both households, `absorbed` first, after all members of `absorbed` went over
/// to `survivor` (nhập hộ). The head of `survivor` stays; `relations` says what
/// those who come are to that person, by their ids in `absorbed`; who is not
/// named becomes kOther. `context` is of the village of `survivor`.
///
/// Also SAME_HOUSEHOLD.
absl::StatusOr<std::vector<Household>> Merge(
    const Household& absorbed, const Household& survivor,
    const std::vector<NamedRelation>& relations, const Occasion& occasion,
    const HouseholdContext& context);

/// Where a household moves to.
struct Destination {
  AreaCode village;
  std::int64_t number = 0;  ///< In that village.
  std::string address;
  std::string phone;
};

/// The household after it moved, with everybody, to another village. `context`
/// is of that village: people made up for training do not move to a real one.
///
/// Also VILLAGE_SAME.
absl::StatusOr<Household> Moved(const Household& before,
                                const Destination& destination,
                                const Occasion& occasion,
                                const HouseholdContext& context);

/// What became of a member of a household that is no more.
struct Departure {
  std::string member_id;
  EventKind why = EventKind::kUnspecified;  ///< kDied or kMovedOut.
};

/// The household after the last of its members died or left. Every member has
/// to be accounted for.
///
/// Also MEMBER_LEFT_OVER, DEPARTURE_WRONG.
absl::StatusOr<Household> Dissolved(const Household& before,
                                    const std::vector<Departure>& departures,
                                    const Occasion& occasion,
                                    const HouseholdContext& context);

}  // namespace rasoat::registry
