// Which standards an official round may be scored by.
#pragma once

#include <string>
#include <vector>

#include "services/scoring/domain/standard.h"

namespace rasoat::scoring {

/// Why an official round must not use `standard`: the place of every number and
/// every contradiction it would rest on that is neither verified nor derived
/// from verified ones, such as `class_rules[rural]`. Empty: it may.
///
/// A standard that takes declared totals only rests on its class rules and the
/// points of a deprivation; any other on all of its numbers, and on its
/// contradictions, by which answers are refused. A standard made for training,
/// even in part, is never allowed: `training`.
std::vector<std::string> UnverifiedPlaces(const Standard& standard);

}  // namespace rasoat::scoring
