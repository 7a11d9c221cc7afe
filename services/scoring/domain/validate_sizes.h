// Finds numbers of a standard that nothing could be reckoned with.
#pragma once

#include <vector>

#include "services/scoring/domain/standard.h"
#include "services/scoring/domain/validate.h"

namespace rasoat::scoring {

/// Adds a fault for every number so large that sums of it would not be sums any
/// more: points beyond ±10,000, points of a deprivation beyond 1,000, limits of
/// B1 and B2 beyond 100,000, ends of bands and floor areas beyond 10¹².
void ValidateSizes(const Standard& standard, std::vector<Fault>& faults);

}  // namespace rasoat::scoring
