#include "services/scoring/domain/standard.h"

#include <algorithm>

namespace rasoat::scoring {
namespace {

bool Known(const Origin& origin) { return origin.mark != Mark::kUnknown; }

}  // namespace

bool IsComplete(const Standard& standard) {
  const auto known = [](const auto& part) { return Known(part.origin); };
  return std::all_of(standard.class_rules.begin(), standard.class_rules.end(),
                     known) &&
         Known(standard.points_per_deprivation_origin) &&
         std::all_of(standard.indicators.begin(), standard.indicators.end(),
                     known);
}

}  // namespace rasoat::scoring
