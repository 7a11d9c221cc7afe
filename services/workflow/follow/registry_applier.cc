#include "services/workflow/follow/registry_applier.h"

#include <string>
#include <vector>

#include "absl/strings/strip.h"
#include "rasoat/registry/v1/registry_feed.pb.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/workflow/domain/names.h"

namespace rasoat::workflow {
namespace {

absl::StatusOr<Tier> TierOf(registry::v1::Tier tier) {
  switch (tier) {
    case registry::v1::TIER_PROVINCE:
      return Tier::kProvince;
    case registry::v1::TIER_DISTRICT:
      return Tier::kDistrict;
    case registry::v1::TIER_COMMUNE:
      return Tier::kCommune;
    case registry::v1::TIER_VILLAGE:
      return Tier::kVillage;
    default:
      return Error(absl::StatusCode::kInternal, "CHANGE_UNREADABLE",
                   "a unit has an unknown tier");
  }
}

absl::StatusOr<AreaVersion> AreaOf(const registry::v1::Area& area) {
  AreaVersion version;
  RASOAT_ASSIGN_OR_RETURN(version.unit.code, ParseArea(area.name(), "name"));
  if (!area.parent().empty()) {
    RASOAT_ASSIGN_OR_RETURN(version.unit.parent,
                            ParseArea(area.parent(), "parent"));
  }
  RASOAT_ASSIGN_OR_RETURN(version.unit.tier, TierOf(area.tier()));
  version.unit.display_name = area.display_name();
  RASOAT_ASSIGN_OR_RETURN(version.from,
                          ParseDay(area.valid_from(), "valid_from"));
  if (!area.valid_to().empty()) {
    RASOAT_ASSIGN_OR_RETURN(version.to, ParseDay(area.valid_to(), "valid_to"));
  }
  return version;
}

}  // namespace

std::vector<std::string> RegistryApplier::Kinds() {
  return {registry::v1::AreaState::descriptor()->full_name(),
          registry::v1::HouseholdState::descriptor()->full_name()};
}

absl::Status RegistryApplier::Apply(mysql::Transaction& tx, feed::Changes&,
                                    absl::Span<const feed::Change> changes) {
  std::vector<AreaVersion> areas;
  std::vector<HouseholdPlace> places;
  for (const feed::Change& change : changes) {
    if (change.Is<registry::v1::AreaState>()) {
      RASOAT_ASSIGN_OR_RETURN(auto state, change.As<registry::v1::AreaState>());
      RASOAT_ASSIGN_OR_RETURN(AreaVersion version, AreaOf(state.area()));
      areas.push_back(std::move(version));
    } else if (change.Is<registry::v1::HouseholdState>()) {
      RASOAT_ASSIGN_OR_RETURN(auto state,
                              change.As<registry::v1::HouseholdState>());
      RASOAT_ASSIGN_OR_RETURN(Ulid id, ParseUlid(absl::StripPrefix(
                                           state.household(), "households/")));
      places.push_back({id, {state.village()}, state.active()});
    }
  }
  RASOAT_RETURN_IF_ERROR(store_.PutAreas(tx, areas));
  return store_.PutHouseholds(tx, places);
}

absl::Status RegistryApplier::Reset(mysql::Transaction& tx) {
  return store_.ForgetRegistry(tx);
}

}  // namespace rasoat::workflow
