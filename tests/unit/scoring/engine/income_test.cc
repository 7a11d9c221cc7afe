#include "services/scoring/engine/income.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/scoring/engine/score_household.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/scoring/small_standard.h"

namespace rasoat::scoring {
namespace {

using testing::ElementsAre;
using testing::Field;

/// The last indicator's score, everything else being in order.
absl::StatusOr<IndicatorScore> Last(const Standard& standard,
                                    const Facts& facts) {
  absl::StatusOr<Score> score = ScoreHousehold(standard, facts);
  if (!score.ok()) return score.status();
  return score->indicators.back();
}

TEST(Income, GivesTheChosenOptionsPoints) {
  const Standard standard = SmallStandard();
  Facts facts = SmallFacts();
  ASSERT_OK_AND_ASSIGN(IndicatorScore score, Last(standard, facts));
  EXPECT_EQ(score.points, 7);
  EXPECT_EQ(score.found, "brick");
  SetAnswer(facts, {"wall", Choice{"straw"}});
  ASSERT_OK_AND_ASSIGN(score, Last(standard, facts));
  EXPECT_EQ(score.points, 0);
}

TEST(Income, ReadsTheColumnOfTheRegionOrTheTown) {
  Standard standard = SmallStandard();
  standard.indicators[0].options[1].points = {1, 2, 3, 4, 5, 6, 7};
  Facts facts = SmallFacts();
  facts.region = Region::kNorthernMidlandsAndMountains;
  EXPECT_EQ(Last(standard, facts)->points, 2);
  facts.region = Region::kMekongRiverDelta;
  EXPECT_EQ(Last(standard, facts)->points, 7);
  facts.settlement = Settlement::kUrban;
  EXPECT_EQ(Last(standard, facts)->points, 1);
}

TEST(Income, AddsUpTheOptionsOfAMultiSelect) {
  Standard standard = SmallStandard();
  Indicator& assets = AddIndicator(standard, "assets");
  assets.question = "assets";
  assets.additive = true;
  assets.options = {{"car", Everywhere(50)}, {"fridge", Everywhere(10)}};
  Facts facts = SmallFacts();
  SetAnswer(facts, {"assets", Choices{{"fridge", "car"}}});
  ASSERT_OK_AND_ASSIGN(IndicatorScore score, Last(standard, facts));
  EXPECT_EQ(score.points, 60);
  EXPECT_EQ(score.found, "car,fridge");
  SetAnswer(facts, {"assets", Choices{}});
  ASSERT_OK_AND_ASSIGN(score, Last(standard, facts));
  EXPECT_EQ(score.points, 0);
  SetAnswer(facts, {"assets", Choices{{"car", "car"}}});
  EXPECT_THAT(Last(standard, facts),
              StatusIs(absl::StatusCode::kInvalidArgument, "ANSWER_REPEATED"));
  SetAnswer(facts, {"assets", Choices{{"yacht"}}});
  EXPECT_THAT(Last(standard, facts),
              StatusIs(absl::StatusCode::kInvalidArgument, "ANSWER_UNKNOWN"));
}

TEST(Income, PutsANumberIntoItsBandBothEndsInside) {
  Standard standard = SmallStandard();
  Indicator& power = AddIndicator(standard, "power");
  power.question = "kwh";
  power.bands = {{0, 24, Everywhere(0)}, {25, 49, Everywhere(5)}};
  Facts facts = SmallFacts();
  const std::pair<int, int> edges[] = {{0, 0}, {24, 0}, {25, 5}, {49, 5}};
  for (const auto& [kwh, points] : edges) {
    SetAnswer(facts, {"kwh", std::int64_t{kwh}});
    ASSERT_OK_AND_ASSIGN(const IndicatorScore score, Last(standard, facts));
    EXPECT_EQ(score.points, points) << kwh;
    EXPECT_EQ(score.found, std::to_string(kwh));
  }
  for (const std::int64_t kwh : {std::int64_t{-1}, std::int64_t{50}}) {
    SetAnswer(facts, {"kwh", kwh});
    EXPECT_THAT(
        Last(standard, facts),
        StatusIs(absl::StatusCode::kInvalidArgument, "ANSWER_OUT_OF_RANGE"));
  }
  SetAnswer(facts, {"kwh", Choice{"much"}});
  EXPECT_THAT(Last(standard, facts),
              StatusIs(absl::StatusCode::kInvalidArgument, "ANSWER_KIND"));
}

TEST(Income, CountsMembersDependantsAndPensioners) {
  Standard standard = SmallStandard();
  standard.dependants = {{{{.age_below = 15}}}, {{{.age_from = 61}}}};
  standard.dependants_origin = Sure();
  for (const DerivedFact fact :
       {DerivedFact::kHouseholdSize, DerivedFact::kDependants,
        DerivedFact::kPensioners}) {
    Indicator& indicator = AddIndicator(standard, "count");
    indicator.derived = fact;
    indicator.question = fact == DerivedFact::kPensioners ? "pension" : "";
    indicator.bands = {{0, 9, Everywhere(1)}};
  }
  Facts facts = SmallFacts();
  facts.members = {Aged("1", 14), Aged("2", 15), Aged("3", 60),
                   Aged("4", 61, {{"pension", YesNo{true}}}),
                   Aged("5", 70, {{"pension", YesNo{false}}})};
  ASSERT_OK_AND_ASSIGN(const Score score, ScoreHousehold(standard, facts));
  EXPECT_THAT(score.indicators,
              ElementsAre(Field(&IndicatorScore::found, "brick"),
                          Field(&IndicatorScore::found, "5"),
                          Field(&IndicatorScore::found, "3"),
                          Field(&IndicatorScore::found, "1")));
}

TEST(Income, RoundsTheAreaAPersonDown) {
  Standard standard = SmallStandard();
  standard.area_question = "area";
  Indicator& area = AddIndicator(standard, "area");
  area.derived = DerivedFact::kAreaPerPerson;
  area.bands = {{0, 79, Everywhere(0)}, {80, 999, Everywhere(5)}};
  Facts facts = SmallFacts();
  facts.members = {Aged("1", 30), Aged("2", 30), Aged("3", 30)};
  SetAnswer(facts, {"area", std::int64_t{239}});
  EXPECT_EQ(Last(standard, facts)->found, "79");
  EXPECT_EQ(Last(standard, facts)->points, 0);
  SetAnswer(facts, {"area", std::int64_t{240}});
  EXPECT_EQ(Last(standard, facts)->points, 5);
}

TEST(Income, TakesTheHighestOptionAmongTheMembers) {
  Standard standard = SmallStandard();
  Indicator& highest = AddIndicator(standard, "highest");
  highest.question = "certificate";
  highest.derived = DerivedFact::kHighestOption;
  highest.options = {{"none", Everywhere(0)},
                     {"school", Everywhere(3)},
                     {"college", Everywhere(9)}};
  Facts facts = SmallFacts();
  facts.members = {Aged("1", 30, {{"certificate", Choice{"school"}}}),
                   Aged("2", 40, {{"certificate", Choice{"none"}}}),
                   Aged("3", 5)};
  ASSERT_OK_AND_ASSIGN(const IndicatorScore score, Last(standard, facts));
  EXPECT_EQ(score.found, "school");
  EXPECT_EQ(score.points, 3);
  facts.members = {Aged("3", 5)};
  EXPECT_THAT(Last(standard, facts),
              StatusIs(absl::StatusCode::kInvalidArgument, "ANSWER_MISSING"));
}

TEST(Income, GivesNothingWhereTheGuardHolds) {
  Standard standard = SmallStandard();
  standard.dependants = {{{{.age_from = 61}}}};
  standard.dependants_origin = Sure();
  Indicator& size = AddIndicator(standard, "size");
  size.derived = DerivedFact::kHouseholdSize;
  size.bands = {{1, 9, Everywhere(40)}};
  size.guard = {true, Sure()};
  Facts facts = SmallFacts();
  facts.members = {Aged("1", 61), Aged("2", 80)};
  ASSERT_OK_AND_ASSIGN(IndicatorScore score, Last(standard, facts));
  EXPECT_TRUE(score.suppressed);
  EXPECT_EQ(score.points, 0);
  EXPECT_EQ(score.found, "2");
  facts.members[0] = Aged("1", 60);
  ASSERT_OK_AND_ASSIGN(score, Last(standard, facts));
  EXPECT_FALSE(score.suppressed);
  EXPECT_EQ(score.points, 40);
}

}  // namespace
}  // namespace rasoat::scoring
