#include "services/registry/rpc/office_tiers.h"

#include <algorithm>

namespace rasoat::registry {
namespace {

OfficeTier TierOf(access::Role role) {
  switch (role) {
    case api::v1::ROLE_ADMINISTRATOR:
      return OfficeTier::kAdministrator;
    case api::v1::ROLE_PROVINCE_OFFICER:
      return OfficeTier::kProvince;
    case api::v1::ROLE_DISTRICT_OFFICER:
      return OfficeTier::kDistrict;
    case api::v1::ROLE_COMMUNE_OFFICER:
      return OfficeTier::kCommune;
    default:
      return OfficeTier::kNone;
  }
}

}  // namespace

OfficeTier TierOver(const rpc::Call& call, access::AreaTree& tree,
                    const AreaCode& village) {
  OfficeTier highest = OfficeTier::kNone;
  if (call.identity == nullptr) return highest;
  for (const access::Grant& grant : call.identity->grants) {
    const OfficeTier tier = TierOf(grant.role);
    if (tier > highest && tree.Contains(grant.area, village.value)) {
      highest = tier;
    }
  }
  return highest;
}

}  // namespace rasoat::registry
