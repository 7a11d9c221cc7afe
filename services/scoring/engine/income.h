// B1: answers to points of income.
#pragma once

#include <vector>

#include "services/scoring/domain/score.h"
#include "services/scoring/domain/standard.h"
#include "services/scoring/engine/household.h"

namespace rasoat::scoring {

/// The points of every indicator, in the standard's order. What is wrong with
/// the answers goes to the household's problems; the indicator then gives 0.
///
/// An answer must be given even where a guard suppresses its points.
std::vector<IndicatorScore> ScoreIncome(const Standard& standard,
                                        Household& household);

}  // namespace rasoat::scoring
