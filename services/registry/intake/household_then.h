// Whom a survey is about: the household as it was on the day of the visit.
#pragma once

#include <optional>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/registry/domain/household.h"
#include "services/registry/store/household_store.h"

namespace rasoat::registry {

/// The household with the members it had at the end of `day` (see MembersOn),
/// if anything has happened to it since; otherwise none, and `known` has them.
/// Costs a read only in the first case.
absl::StatusOr<std::optional<Household>> HouseholdThen(HouseholdStore& store,
                                                       const Household& known,
                                                       absl::CivilDay day,
                                                       absl::Time deadline);

}  // namespace rasoat::registry
