// Which state of a household, and which households, a request asks for.
#pragma once

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "rasoat/registry/v1/households.pb.h"
#include "services/registry/store/household_store.h"

namespace rasoat::registry {

/// The state of the household that the request asks for: as it is, as it was on
/// a day, or by its revision.
///
/// Errors:
///   INVALID_ARGUMENT  RESOURCE_NAME_MALFORMED, DATE_MALFORMED,
///       AS_OF_OR_REVISION  both were given
///   NOT_FOUND  HOUSEHOLD_NOT_FOUND, HOUSEHOLD_NOT_THEN, REVISION_NOT_FOUND
absl::StatusOr<Household> HouseholdAsked(HouseholdStore& store,
                                         const v1::GetHouseholdRequest& request,
                                         absl::Time deadline);

/// Which households of a village a list is to hold.
///
/// Errors: INVALID_ARGUMENT  RESOURCE_NAME_MALFORMED, NUMBER_PREFIX_MALFORMED
absl::StatusOr<HouseholdFilter> FilterOf(
    const v1::ListHouseholdsRequest& request);

}  // namespace rasoat::registry
