#include "services/scoring/engine/deprivations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/scoring/engine/score_household.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/scoring/small_standard.h"

namespace rasoat::scoring {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// What a rule finds for these members and answers.
absl::StatusOr<Finding> Find(Standard& standard, DeprivationRule rule,
                             const Facts& facts) {
  standard = SmallStandard();
  AddDeprivation(standard, "tested", std::move(rule));
  absl::StatusOr<Score> score = ScoreHousehold(standard, facts);
  if (!score.ok()) return score.status();
  return score->findings.back();
}

class DeprivationsTest : public testing::Test {
 protected:
  absl::StatusOr<Finding> Find(DeprivationRule rule) {
    return scoring::Find(standard_, std::move(rule), facts_);
  }
  bool Deprived(DeprivationRule rule) {
    absl::StatusOr<Finding> finding = Find(std::move(rule));
    EXPECT_OK(finding);
    return finding.ok() && finding->deprived;
  }

  Standard standard_;
  Facts facts_ = SmallFacts();
};

TEST_F(DeprivationsTest, HalfOfTheMembersIsNotMoreThanHalf) {
  const ShareAbove rule{50, {{{{.age_below = 16}}}}};
  facts_.members = {Aged("1", 40), Aged("2", 38), Aged("3", 15), Aged("4", 2)};
  EXPECT_FALSE(Deprived(rule));
  facts_.members.push_back(Aged("5", 7));
  ASSERT_OK_AND_ASSIGN(const Finding finding, Find(rule));
  EXPECT_TRUE(finding.deprived);
  EXPECT_THAT(finding.members, ElementsAre("3", "4", "5"));
}

TEST_F(DeprivationsTest, AHouseholdOfOneIsAllOrNothing) {
  const ShareAbove rule{50, {{{{.age_from = 60}}}}};
  facts_.members = {Aged("1", 59)};
  EXPECT_FALSE(Deprived(rule));
  facts_.members = {Aged("1", 60)};
  EXPECT_TRUE(Deprived(rule));
}

TEST_F(DeprivationsTest, TheAreaLimitItselfIsEnough) {
  const AreaPerPersonBelow rule{"area", 80};
  facts_.members = {Aged("1", 40), Aged("2", 38), Aged("3", 15)};
  SetAnswer(facts_, {"area", std::int64_t{240}});
  EXPECT_FALSE(Deprived(rule));
  SetAnswer(facts_, {"area", std::int64_t{239}});
  EXPECT_TRUE(Deprived(rule));
  facts_.members = {Aged("1", 40)};
  SetAnswer(facts_, {"area", std::int64_t{80}});
  EXPECT_FALSE(Deprived(rule));
  SetAnswer(facts_, {"area", std::int64_t{79}});
  EXPECT_TRUE(Deprived(rule));
}

TEST_F(DeprivationsTest, NobodyToAskMeansNobodyLacks) {
  const AnyMember stunted{
      {{{{.age_below = 16, .question = "nutrition", .answers = {"stunted"}}}}},
      {}};
  facts_.members = {Aged("1", 40)};
  EXPECT_FALSE(Deprived(stunted));
  facts_.members.push_back(Aged("2", 15, {{"nutrition", Choice{"stunted"}}}));
  ASSERT_OK_AND_ASSIGN(const Finding finding, Find(stunted));
  EXPECT_THAT(finding.members, ElementsAre("2"));
}

TEST_F(DeprivationsTest, AgesCountOnTheReviewDate) {
  const AnyMember uninsured{
      {{{{.age_from = 6, .question = "insured", .answers = {"no"}}}}}, {}};
  facts_.members = {
      {"1", absl::CivilDay(2015, 10, 11), {{"insured", YesNo{false}}}}};
  EXPECT_FALSE(Deprived(uninsured));
  facts_.members[0].birth_date = absl::CivilDay(2015, 10, 10);
  EXPECT_TRUE(Deprived(uninsured));
}

TEST_F(DeprivationsTest, LooksNoFurtherThanTheFirstConditionThatFails) {
  const AnyMember no_contract{{{{{.question = "work", .answers = {"wage"}},
                                 {.question = "contract", .answers = {"no"}}}}},
                              {}};
  facts_.members = {Aged("1", 40, {{"work", Choice{"farm"}}})};
  EXPECT_FALSE(Deprived(no_contract));
  facts_.members[0].answers = {{"work", Choice{"wage"}}};
  EXPECT_THAT(Find(no_contract),
              StatusIs(absl::StatusCode::kInvalidArgument, "ANSWER_MISSING"));
  facts_.members[0].answers.push_back({"contract", YesNo{false}});
  EXPECT_TRUE(Deprived(no_contract));
}

TEST_F(DeprivationsTest, NegationStillWantsAnAnswer) {
  const AnyMember not_in_school{{{{{.age_from = 6,
                                    .age_below = 12,
                                    .question = "school",
                                    .answers = {"primary"},
                                    .negate = true}}}},
                                {}};
  facts_.members = {Aged("1", 6, {{"school", Choice{"primary"}}})};
  EXPECT_FALSE(Deprived(not_in_school));
  facts_.members[0].answers = {{"school", Choice{"none"}}};
  EXPECT_TRUE(Deprived(not_in_school));
  facts_.members[0].answers = {};
  absl::StatusOr<Finding> finding = Find(not_in_school);
  EXPECT_THAT(finding,
              StatusIs(absl::StatusCode::kInvalidArgument, "ANSWER_MISSING"));
  EXPECT_EQ(ViolationsOf(finding.status())[0].field,
            "household.members[1].answers[school]");
}

TEST_F(DeprivationsTest, AnExceptionExcusesOneMemberOnly) {
  const AnyMember rule{{{{{.question = "school", .answers = {"none"}}}}},
                       {{{{.question = "unable", .answers = {"yes"}}}}}};
  facts_.members = {
      Aged("1", 20, {{"school", Choice{"none"}}, {"unable", YesNo{true}}}),
      Aged("2", 20, {{"school", Choice{"none"}}, {"unable", YesNo{false}}})};
  ASSERT_OK_AND_ASSIGN(const Finding finding, Find(rule));
  EXPECT_THAT(finding.members, ElementsAre("2"));
  facts_.members.pop_back();
  EXPECT_FALSE(Deprived(rule));
}

TEST_F(DeprivationsTest, CountsTheQuestionsThatAreLacking) {
  const AtLeast rule{2, {"wall2", "column", "roof"}, {"weak"}};
  const auto house = [&](const char* wall, const char* column,
                         const char* roof) {
    SetAnswer(facts_, {"wall2", Choice{wall}});
    SetAnswer(facts_, {"column", Choice{column}});
    SetAnswer(facts_, {"roof", Choice{roof}});
    return Deprived(rule);
  };
  EXPECT_FALSE(house("firm", "firm", "firm"));
  EXPECT_FALSE(house("weak", "firm", "firm"));
  EXPECT_TRUE(house("weak", "firm", "weak"));
  EXPECT_TRUE(house("weak", "weak", "weak"));
}

TEST_F(DeprivationsTest, NoneOfTheDevices) {
  const NoneChosen rule{"devices", {"tv", "radio"}};
  SetAnswer(facts_, {"devices", Choices{}});
  EXPECT_TRUE(Deprived(rule));
  SetAnswer(facts_, {"devices", Choices{{"radio"}}});
  EXPECT_FALSE(Deprived(rule));
}

TEST_F(DeprivationsTest, OneMemberWhoDoesIsEnough) {
  const NoMember rule{"internet", {"yes"}};
  facts_.members = {Aged("1", 40, {{"internet", YesNo{false}}}), Aged("2", 3)};
  ASSERT_OK_AND_ASSIGN(const Finding finding, Find(rule));
  EXPECT_TRUE(finding.deprived);
  EXPECT_THAT(finding.members, IsEmpty());
  facts_.members.push_back(Aged("3", 16, {{"internet", YesNo{true}}}));
  EXPECT_FALSE(Deprived(rule));
  facts_.members = {Aged("2", 3)};
  EXPECT_THAT(Find(rule),
              StatusIs(absl::StatusCode::kInvalidArgument, "ANSWER_MISSING"));
}

TEST_F(DeprivationsTest, ANumberIsNoOption) {
  SetAnswer(facts_, {"water", std::int64_t{1}});
  EXPECT_THAT(Find(HouseholdAnswer{"water", {"other"}}),
              StatusIs(absl::StatusCode::kInvalidArgument, "ANSWER_KIND"));
}

}  // namespace
}  // namespace rasoat::scoring
