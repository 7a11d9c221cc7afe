#include "services/scoring/explain/class_distances.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/scoring/small_standard.h"

namespace rasoat::scoring {
namespace {

using Step = std::tuple<HouseholdClass, int, int>;

constexpr HouseholdClass kPoor = HouseholdClass::kPoor;
constexpr HouseholdClass kNear = HouseholdClass::kNearPoor;
constexpr HouseholdClass kNot = HouseholdClass::kNotPoor;

/// Rural: the limits are 10 for B1 and 30 of at most 30 for B2.
std::vector<Step> From(int b1, int b2, HouseholdClass household_class,
                       const Standard& standard = SmallStandard()) {
  Score score;
  score.b1 = b1;
  score.b2 = b2;
  score.household_class = household_class;
  score.settlement = Settlement::kRural;
  std::vector<Step> steps;
  for (const ClassStep& step : ClassDistances(standard, score)) {
    steps.emplace_back(step.household_class, step.b1_change,
                       step.deprivations_change);
  }
  return steps;
}

TEST(ClassDistancesTest, OfAPoorHouseholdAtBothLimits) {
  EXPECT_THAT(From(10, 30, kPoor),
              testing::ElementsAre(Step(kNear, 0, -1), Step(kNot, 1, 0)));
}

TEST(ClassDistancesTest, OfANearPoorHousehold) {
  EXPECT_THAT(From(7, 10, kNear),
              testing::ElementsAre(Step(kPoor, 0, 2), Step(kNot, 4, 0)));
}

TEST(ClassDistancesTest, OfAHouseholdThatIsNotPoor) {
  // With 30 it would be poor as soon as B1 falls; with 20 near-poor.
  EXPECT_THAT(From(15, 30, kNot), testing::ElementsAre(Step(kPoor, -5, 0)));
  EXPECT_THAT(From(15, 20, kNot), testing::ElementsAre(Step(kNear, -5, 0)));
}

TEST(ClassDistancesTest, WhereIncomeAloneMakesPoor) {
  Standard standard = SmallStandard();
  standard.class_rules[0].poor_alone_up_to = 4;
  EXPECT_THAT(From(7, 0, kNear, standard),
              testing::ElementsAre(Step(kPoor, -3, 0), Step(kPoor, 0, 3),
                                   Step(kNot, 4, 0)));
  EXPECT_THAT(From(4, 0, kPoor, standard),
              testing::ElementsAre(Step(kNear, 1, 0), Step(kNot, 7, 0)));
}

}  // namespace
}  // namespace rasoat::scoring
