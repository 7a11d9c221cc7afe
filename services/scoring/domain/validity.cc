#include "services/scoring/domain/validity.h"

#include <algorithm>

namespace rasoat::scoring {

bool IsNational(const Standard& standard) { return standard.area == "*"; }

bool AppliesIn(const Standard& standard, absl::string_view area,
               absl::Span<const std::string> above) {
  return IsNational(standard) || standard.area == area ||
         std::find(above.begin(), above.end(), standard.area) != above.end();
}

}  // namespace rasoat::scoring
