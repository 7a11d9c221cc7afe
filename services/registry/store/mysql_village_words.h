// SELECT … AND village IN (…) for a set of any size.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/common/mysql/param.h"
#include "services/registry/domain/village_set.h"

namespace rasoat::registry {

/// " AND `column` IN (?, …)" for a set that is neither all nor empty; "" for
/// all; for an empty one what no row is. Adds the values to `params`. There are
/// few texts of a statement: the last code is repeated up to the next power of
/// eight.
std::string VillageWords(absl::string_view column, const VillageSet& villages,
                         std::vector<mysql::Param>& params);

}  // namespace rasoat::registry
