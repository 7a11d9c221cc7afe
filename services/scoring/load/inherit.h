// Standards that say only what differs from another.
#pragma once

#include <string>
#include <vector>

#include "rasoat/scoring/v1/standards.pb.h"

namespace rasoat::scoring {

/// Makes every standard that has a parent complete, in place; those without
/// stay as they are. A standard derived from one for training is for training.
/// Adds to `faults`, a line each, a parent that is not among them, a circle of
/// parents, and a standard for the country derived from one for an area.
void CompleteByParents(std::vector<v1::Standard>& standards,
                       std::vector<std::string>& faults);

}  // namespace rasoat::scoring
