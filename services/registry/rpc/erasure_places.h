#pragma once

#include <string>

#include "services/common/access/guard.h"
#include "services/registry/store/erasure_store.h"
#include "services/registry/store/household_store.h"

namespace rasoat::registry {

/// Places requests for erasure and legal holds where their household lives;
/// all else as `rest` does. Thread safe; what it is made of must outlive it.
class ErasurePlaces final : public access::AreaResolver {
 public:
  ErasurePlaces(access::AreaResolver& rest, ErasureStore& erasures,
                HouseholdStore& households)
      : rest_(rest), erasures_(erasures), households_(households) {}

  /// Errors: NOT_FOUND ERASURE_NOT_FOUND, HOUSEHOLD_NOT_FOUND;
  /// INVALID_ARGUMENT RESOURCE_NAME_MALFORMED; those of `rest`.
  absl::StatusOr<std::string> AreaOf(absl::string_view name,
                                     absl::Time deadline) override;

 private:
  access::AreaResolver& rest_;
  ErasureStore& erasures_;
  HouseholdStore& households_;
};

}  // namespace rasoat::registry
