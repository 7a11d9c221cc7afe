// How far a household is from the other classes.
#pragma once

#include <vector>

#include "services/scoring/domain/score.h"
#include "services/scoring/domain/standard.h"

namespace rasoat::scoring {

/// What would have to change for a class: points of B1, or deprivations.
struct ClassStep {
  HouseholdClass household_class = HouseholdClass::kUnspecified;
  int b1_change = 0;
  int deprivations_change = 0;
};

/// The least change of B1 alone, and of the number of deprivations alone, that
/// leads into each other class; the neediest class first, and within it B1
/// first. What no such change leads to is not told. Pure.
std::vector<ClassStep> ClassDistances(const Standard& standard,
                                      const Score& score);

}  // namespace rasoat::scoring
