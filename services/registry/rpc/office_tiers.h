#pragma once

#include "services/common/access/area_tree.h"
#include "services/common/rpc/call.h"
#include "services/registry/domain/ids.h"
#include "services/registry/domain/office_tier.h"

namespace rasoat::registry {

/// The highest office that a caller holds over a village, of all its grants.
OfficeTier TierOver(const rpc::Call& call, access::AreaTree& tree,
                    const AreaCode& village);

}  // namespace rasoat::registry
