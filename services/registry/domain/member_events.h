// What happens to members: birth, death, coming and going.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/registry/domain/event_rules.h"
#include "services/registry/domain/household.h"

namespace rasoat::registry {

/// The household after the birth of `child`, on the child's birth date (the
/// occasion has no date of its own). The child is not the head.
///
/// Errors of all functions here: INVALID_ARGUMENT with every fault at once,
/// those of event_rules.h, of CheckMember for who comes, and of
/// CheckComposition; fields are those of the API's requests.
absl::StatusOr<Household> Born(const Household& before, const Member& child,
                               Occasion occasion,
                               const HouseholdContext& context);

/// The household after the death of a member. If that was the head, `headship`
/// names the new one.
///
/// Also LAST_MEMBER: with nobody left the household is dissolved instead.
absl::StatusOr<Household> Died(const Household& before,
                               const std::string& member_id,
                               const Headship& headship,
                               const Occasion& occasion,
                               const HouseholdContext& context);

/// The household after people came who were in no household of the register.
absl::StatusOr<Household> CameIn(const Household& before,
                                 const std::vector<Member>& people,
                                 const Headship& headship,
                                 const Occasion& occasion,
                                 const HouseholdContext& context);

/// The household after members left the register's reach. Also LAST_MEMBER.
absl::StatusOr<Household> WentOut(const Household& before,
                                  const std::vector<std::string>& member_ids,
                                  const Headship& headship,
                                  const Occasion& occasion,
                                  const HouseholdContext& context);

/// Both households, `from` first, after members went from one to the other.
/// `headship` is about `from`, `there` about `to`, both with member ids as they
/// were in `from`; in `to` a member keeps the id if it is free there, and who
/// is not named in `there` becomes kOther. `context` is of the village of `to`.
/// Also LAST_MEMBER; SAME_HOUSEHOLD.
absl::StatusOr<std::vector<Household>> WentOver(
    const Household& from, const Household& to,
    const std::vector<std::string>& member_ids, const Headship& headship,
    const std::vector<NamedRelation>& there, const Occasion& occasion,
    const HouseholdContext& context);

}  // namespace rasoat::registry
