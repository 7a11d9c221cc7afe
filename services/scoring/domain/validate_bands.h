// The part of Validate() that looks at the incomes of an average living
// standard.
#pragma once

#include <vector>

#include "services/scoring/domain/standard.h"
#include "services/scoring/domain/validate.h"

namespace rasoat::scoring {

/// Adds a fault for every band without settlement, source or mark; a second one
/// for a settlement; one that does not go up, or begins below an income line of
/// its settlement; and one that is marked as unknown and has numbers.
void ValidateAverageBands(const Standard& standard, std::vector<Fault>& faults);

}  // namespace rasoat::scoring
