#include "services/scoring/domain/class_rule.h"

#include <gtest/gtest.h>

namespace rasoat::scoring {
namespace {

constexpr HouseholdClass kPoor = HouseholdClass::kPoor;
constexpr HouseholdClass kNear = HouseholdClass::kNearPoor;
constexpr HouseholdClass kNot = HouseholdClass::kNotPoor;

ClassRule Of2022(Settlement settlement) {
  return {.settlement = settlement,
          .up_to = settlement == Settlement::kUrban ? 175 : 140,
          .deprived_from = 30};
}

ClassRule Of2016(Settlement settlement) {
  const bool urban = settlement == Settlement::kUrban;
  return {.settlement = settlement,
          .poor_alone_up_to = urban ? 140 : 120,
          .up_to = urban ? 175 : 150,
          .deprived_from = 30};
}

struct ClassCase {
  const char* name;
  ClassRule rule;
  int b1;
  int b2;
  HouseholdClass want;
};

class PlaceInClassTest : public testing::TestWithParam<ClassCase> {};

TEST_P(PlaceInClassTest, PlacesTheScores) {
  EXPECT_EQ(PlaceInClass(GetParam().b1, GetParam().b2, GetParam().rule),
            GetParam().want);
}

const ClassRule kRural22 = Of2022(Settlement::kRural);
const ClassRule kUrban22 = Of2022(Settlement::kUrban);
const ClassRule kRural16 = Of2016(Settlement::kRural);
const ClassRule kUrban16 = Of2016(Settlement::kUrban);

INSTANTIATE_TEST_SUITE_P(
    Cases, PlaceInClassTest,
    testing::Values(
        // The household of Kiên Lao, first by its own rule, then by the next.
        ClassCase{"KienLaoThen", kRural16, 115, 10, kPoor},
        ClassCase{"KienLaoLater", kRural22, 115, 10, kNear},
        ClassCase{"RuralOnBothLimits", kRural22, 140, 30, kPoor},
        ClassCase{"RuralOneLackFewer", kRural22, 140, 20, kNear},
        ClassCase{"RuralAboveWithEveryLack", kRural22, 141, 120, kNot},
        ClassCase{"RuralNothing", kRural22, 0, 0, kNear},
        ClassCase{"UrbanOnBothLimits", kUrban22, 175, 30, kPoor},
        ClassCase{"UrbanOneLackFewer", kUrban22, 175, 20, kNear},
        ClassCase{"UrbanAbove", kUrban22, 176, 30, kNot},
        ClassCase{"OldUrbanBandDeprived", kUrban16, 141, 30, kPoor},
        ClassCase{"OldUrbanBand", kUrban16, 141, 20, kNear},
        ClassCase{"OldUrbanTopOfBand", kUrban16, 175, 20, kNear},
        ClassCase{"OldUrbanAbove", kUrban16, 176, 30, kNot},
        ClassCase{"OldUrbanByIncomeAlone", kUrban16, 140, 0, kPoor},
        ClassCase{"OldRuralByIncomeAlone", kRural16, 120, 0, kPoor},
        ClassCase{"OldRuralBandDeprived", kRural16, 121, 30, kPoor},
        ClassCase{"OldRuralBand", kRural16, 121, 20, kNear},
        ClassCase{"OldRuralTopOfBand", kRural16, 150, 30, kPoor},
        ClassCase{"OldRuralAbove", kRural16, 151, 30, kNot}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(PlaceInClass, NeverImprovesWithALowerB1OrAHigherB2) {
  for (const ClassRule& rule : {kRural22, kUrban22, kRural16, kUrban16}) {
    for (int b1 = 0; b1 <= 200; ++b1) {
      for (int b2 = 0; b2 <= 120; b2 += 10) {
        const HouseholdClass here = PlaceInClass(b1, b2, rule);
        EXPECT_LE(here, PlaceInClass(b1 + 1, b2, rule)) << b1 << '/' << b2;
        EXPECT_GE(here, PlaceInClass(b1, b2 + 10, rule)) << b1 << '/' << b2;
      }
    }
  }
}

TEST(RuleFor, KnowsOnlyTheSettlementsThatHaveOne) {
  Standard standard;
  standard.class_rules = {kRural22};
  EXPECT_EQ(RuleFor(Settlement::kRural, standard), &standard.class_rules[0]);
  EXPECT_EQ(RuleFor(Settlement::kUrban, standard), nullptr);
}

}  // namespace
}  // namespace rasoat::scoring
