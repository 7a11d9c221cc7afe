#include "services/scoring/domain/class_rule.h"

namespace rasoat::scoring {

HouseholdClass PlaceInClass(int b1, int b2, const ClassRule& rule) {
  if (rule.poor_alone_up_to && b1 <= *rule.poor_alone_up_to) {
    return HouseholdClass::kPoor;
  }
  if (b1 > rule.up_to) return HouseholdClass::kNotPoor;
  return b2 >= rule.deprived_from ? HouseholdClass::kPoor
                                  : HouseholdClass::kNearPoor;
}

const ClassRule* RuleFor(Settlement settlement, const Standard& standard) {
  for (const ClassRule& rule : standard.class_rules) {
    if (rule.settlement == settlement) return &rule;
  }
  return nullptr;
}

}  // namespace rasoat::scoring
