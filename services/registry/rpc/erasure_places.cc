#include "services/registry/rpc/erasure_places.h"

#include "absl/strings/match.h"
#include "services/common/status/status_macros.h"
#include "services/registry/rpc/erasure_proto.h"

namespace rasoat::registry {

absl::StatusOr<std::string> ErasurePlaces::AreaOf(absl::string_view name,
                                                  absl::Time deadline) {
  HouseholdId household;
  if (absl::StartsWith(name, "erasures/")) {
    RASOAT_ASSIGN_OR_RETURN(const ErasureId id, ParseErasure(name, "name"));
    RASOAT_ASSIGN_OR_RETURN(const Erasure erasure, erasures_.Get(id, deadline));
    household = erasure.household;
  } else if (absl::StartsWith(name, "legalHolds/")) {
    RASOAT_ASSIGN_OR_RETURN(household, ParseLegalHold(name, "name"));
  } else {
    return rest_.AreaOf(name, deadline);
  }
  RASOAT_ASSIGN_OR_RETURN(const AreaCode village,
                          households_.VillageOf(household, deadline));
  return village.value;
}

}  // namespace rasoat::registry
