// From scores to the class.
#pragma once

#include "services/scoring/domain/score.h"
#include "services/scoring/domain/standard.h"

namespace rasoat::scoring {

/// The class of a household by its income score B1 and deprivation score B2.
///
/// Every limit belongs to the needier side: B1 equal to `up_to` is within it,
/// B2 equal to `deprived_from` is deprived enough. Where the regime has a band
/// of poverty by income alone (2016–2020), B1 up to `poor_alone_up_to` is poor
/// whatever B2 is.
///
/// Pure; total: every pair of scores has a class.
HouseholdClass PlaceInClass(int b1, int b2, const ClassRule& rule);

/// The rule for a settlement, or null if the standard has none.
const ClassRule* RuleFor(Settlement settlement, const Standard& standard);

}  // namespace rasoat::scoring
