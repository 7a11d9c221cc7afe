// Where cases of duplicates lie, for the checks of who may do what.
#pragma once

#include <string>

#include "services/common/access/guard.h"
#include "services/common/clock/clock.h"
#include "services/registry/intake/area_catalog.h"
#include "services/registry/store/household_store.h"

namespace rasoat::registry {

/// Places `duplicates/{id}` in the smallest area that holds both households,
/// so that only who reaches both decides; everything else is placed by `rest`.
/// Thread safe; what it is made of must outlive it.
class DuplicatePlaces final : public access::AreaResolver {
 public:
  DuplicatePlaces(access::AreaResolver& rest, HouseholdStore& households,
                  AreaCatalog& areas, const Clock& clock)
      : rest_(rest), households_(households), areas_(areas), clock_(clock) {}

  /// Errors: NOT_FOUND HOUSEHOLD_NOT_FOUND; INVALID_ARGUMENT
  /// RESOURCE_NAME_MALFORMED; those of `rest`.
  absl::StatusOr<std::string> AreaOf(absl::string_view name,
                                     absl::Time deadline) override;

 private:
  access::AreaResolver& rest_;
  HouseholdStore& households_;
  AreaCatalog& areas_;
  const Clock& clock_;
};

}  // namespace rasoat::registry
