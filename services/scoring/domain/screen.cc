#include "services/scoring/domain/screen.h"

#include <algorithm>

namespace rasoat::scoring {

Screened Screen(const Screening& screening, const std::vector<bool>& found) {
  Screened screened;
  screened.found =
      static_cast<int>(std::count(found.begin(), found.end(), true));
  screened.surely_not_poor = screened.found >= screening.surely_not_poor_from;
  return screened;
}

}  // namespace rasoat::scoring
