// Who is surely not poor.
#pragma once

#include <vector>

#include "services/scoring/domain/standard.h"

namespace rasoat::scoring {

/// What the items of a screening lead to.
struct Screened {
  int found = 0;
  bool surely_not_poor = false;
};

/// Counts the items found, one entry an item of `screening`: surely not poor
/// from its limit on, inclusive. Pure.
Screened Screen(const Screening& screening, const std::vector<bool>& found);

}  // namespace rasoat::scoring
