// B2: what a household lacks.
#pragma once

#include <vector>

#include "services/scoring/domain/score.h"
#include "services/scoring/domain/standard.h"
#include "services/scoring/engine/household.h"

namespace rasoat::scoring {

/// What every deprivation finds, in the standard's order. What is wrong with
/// the answers goes to the household's problems.
std::vector<Finding> FindDeprivations(const Standard& standard,
                                      Household& household);

/// The findings that the paper form declares: the deprivations named are, the
/// others are not. Codes that the standard does not have, or that are named
/// twice, go to `problems`.
std::vector<Finding> DeclaredDeprivations(const Standard& standard,
                                          const Declared& declared,
                                          Problems& problems);

}  // namespace rasoat::scoring
