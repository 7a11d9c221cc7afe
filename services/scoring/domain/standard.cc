#include "services/scoring/domain/standard.h"

#include <algorithm>

namespace rasoat::scoring {
namespace {

bool Known(const Origin& origin) { return origin.mark != Mark::kUnknown; }

}  // namespace

std::string Contradiction::Question() const {
  const auto named = std::find_if(when.all.rbegin(), when.all.rend(),
                                  [](const MemberCondition& condition) {
                                    return !condition.question.empty();
                                  });
  return named == when.all.rend() ? "" : named->question;
}

bool IsComplete(const Standard& standard) {
  const auto known = [](const auto& part) { return Known(part.origin); };
  return std::all_of(standard.class_rules.begin(), standard.class_rules.end(),
                     known) &&
         Known(standard.points_per_deprivation_origin) &&
         std::all_of(standard.indicators.begin(), standard.indicators.end(),
                     known);
}

}  // namespace rasoat::scoring
