// What lies in a unit, of whatever time.
#pragma once

#include <vector>

#include "services/registry/domain/area_book.h"

namespace rasoat::registry {

/// The unit itself and every unit that lies or lay somewhere below it, by code.
/// Follows every parent a unit has had, as the checks of who may do what do.
/// Costs a walk over the book.
std::vector<AreaCode> AreasWithin(const AreaBook& book, const AreaCode& area);

/// The same, but villages only.
std::vector<AreaCode> VillagesWithin(const AreaBook& book,
                                     const AreaCode& area);

}  // namespace rasoat::registry
