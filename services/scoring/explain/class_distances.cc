#include "services/scoring/explain/class_distances.h"

#include <cstdlib>
#include <optional>

#include "services/scoring/domain/class_rule.h"

namespace rasoat::scoring {
namespace {

/// The change nearest to nothing among `changes` that leads to `wanted`.
template <typename Changes, typename ClassAfter>
std::optional<int> Nearest(const Changes& changes, HouseholdClass wanted,
                           ClassAfter class_after) {
  std::optional<int> nearest;
  for (int change : changes) {
    if (class_after(change) != wanted) continue;
    if (!nearest || std::abs(change) < std::abs(*nearest)) nearest = change;
  }
  return nearest;
}

}  // namespace

std::vector<ClassStep> ClassDistances(const Standard& standard,
                                      const Score& score) {
  const ClassRule* rule = RuleFor(score.settlement, standard);
  if (rule == nullptr) return {};
  std::vector<int> points;
  for (int limit :
       {rule->poor_alone_up_to.value_or(rule->up_to), rule->up_to}) {
    points.push_back(limit - score.b1);
    points.push_back(limit + 1 - score.b1);
  }
  std::vector<int> deprivations;
  for (int b2 = 0, each = standard.points_per_deprivation;
       b2 <= each * static_cast<int>(standard.deprivations.size());
       b2 += each) {
    deprivations.push_back((b2 - score.b2) / each);
  }
  std::vector<ClassStep> steps;
  for (HouseholdClass wanted :
       {HouseholdClass::kPoor, HouseholdClass::kNearPoor,
        HouseholdClass::kNotPoor}) {
    if (wanted == score.household_class) continue;
    const auto by_points = Nearest(points, wanted, [&](int change) {
      return score.b1 + change < 0
                 ? score.household_class
                 : PlaceInClass(score.b1 + change, score.b2, *rule);
    });
    if (by_points) {
      steps.push_back({.household_class = wanted, .b1_change = *by_points});
    }
    const auto by_lacks = Nearest(deprivations, wanted, [&](int change) {
      return PlaceInClass(
          score.b1, score.b2 + change * standard.points_per_deprivation, *rule);
    });
    if (by_lacks) {
      steps.push_back(
          {.household_class = wanted, .deprivations_change = *by_lacks});
    }
  }
  return steps;
}

}  // namespace rasoat::scoring
