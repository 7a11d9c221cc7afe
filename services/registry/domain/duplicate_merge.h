// Making one of what stands in the register twice.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "services/registry/domain/event_rules.h"
#include "services/registry/domain/household.h"

namespace rasoat::registry {

/// A member of the household that is merged, and who the person is in the one
/// that stays.
struct SamePerson {
  std::string gone;
  std::string stays;
};

/// Both households, `gone` first, after it turned out that they are one (nhập
/// hộ trùng). Who is in `same` stays as the member of `stays`, which takes over
/// an identity number that only `gone` has; everybody else of `gone` comes over
/// as kOther. `gone` keeps all its members as former ones, with where each
/// went, and is merged. `context` is of the village of `stays`.
///
/// Errors: INVALID_ARGUMENT with every fault at once, those of event_rules.h
/// and CheckMember; fields are those of the API's request.
absl::StatusOr<std::vector<Household>> MergeTwice(
    const Household& gone, const Household& stays,
    absl::Span<const SamePerson> same, const Occasion& occasion,
    const HouseholdContext& context);

/// Both households, `from` first, after it turned out that these members of
/// `from` are members of `stays`: they are taken out of `from`, which notes
/// where each belongs; `stays` takes over identity numbers that it lacks.
///
/// Also MEMBER_NOT_MATCHED, a member who is in `same` not; LAST_MEMBER, with
/// nobody left the households are merged instead.
absl::StatusOr<std::vector<Household>> TakeOutTwice(
    const Household& from, const Household& stays,
    const std::vector<std::string>& member_ids,
    absl::Span<const SamePerson> same, const Occasion& occasion,
    const HouseholdContext& context);

}  // namespace rasoat::registry
