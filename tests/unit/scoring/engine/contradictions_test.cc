// Answers of one member that cannot all be true.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/common/status/error.h"
#include "services/scoring/engine/score_household.h"
#include "services/scoring/flat/compile.h"
#include "services/scoring/flat/encode.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/scoring/small_standard.h"

namespace rasoat::scoring {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Contradiction Never(const char* code, std::vector<MemberCondition> all) {
  return {.code = code,
          .message = {absl::StrCat("sửa ", code), absl::StrCat("mend ", code)},
          .when = {std::move(all)},
          .origin = {"made up", Mark::kInferred}};
}

class ContradictionsTest : public testing::Test {
 protected:
  ContradictionsTest() {
    standard_.contradictions = {
        Never("degree", {{.age_below = 20},
                         {.question = "degree", .answers = {"higher"}}}),
        Never("idle", {{.question = "work", .answers = {"unable"}},
                       {.question = "contract", .answers = {"yes"}}}),
        Never("school", {{.age_from = 7, .age_below = 9},
                         {.question = "school",
                          .answers = {"primary", "none"},
                          .negate = true}})};
  }

  /// "field: text" of what is wrong; the quick engine must see it as well.
  std::vector<std::string> Wrong() {
    const absl::StatusOr<Score> score = ScoreHousehold(standard_, facts_);
    std::vector<std::string> wrong;
    for (const Violation& one : ViolationsOf(score.status())) {
      EXPECT_EQ("ANSWERS_CONTRADICT", one.rule);
      EXPECT_EQ("sửa", one.vi.substr(0, one.vi.find(' ')));
      wrong.push_back(absl::StrCat(one.field, ": ", one.en));
    }
    EXPECT_EQ(score.ok(), QuickClass() != 0);
    return wrong;
  }

  int QuickClass() {
    const auto codebook = flat::Codebook::Of({&standard_});
    EXPECT_OK(codebook);
    const auto compiled = flat::Compile(standard_, *codebook);
    EXPECT_OK(compiled);
    flat::FlatHousehold household;
    EXPECT_TRUE(household.Read(*codebook, facts_));
    return flat::Evaluate(compiled->program(), household.view())
        .household_class;
  }

  Standard standard_ = SmallStandard();
  Facts facts_ = SmallFacts();
};

TEST_F(ContradictionsTest, AnAgeIsTooYoungUntilTheBirthday) {
  facts_.members = {Aged("1", 20, {{"degree", Choice{"higher"}}})};
  EXPECT_THAT(Wrong(), IsEmpty());
  facts_.members[0].birth_date += 1;
  EXPECT_THAT(Wrong(),
              ElementsAre("household.members[1].answers[degree]: mend degree"));
  facts_.members[0].answers = {{"degree", Choice{"none"}}};
  EXPECT_THAT(Wrong(), IsEmpty());
}

TEST_F(ContradictionsTest, WhatWasNotAnsweredContradictsNothing) {
  facts_.members = {Aged("1", 8), Aged("2", 40, {{"work", Choice{"unable"}}}),
                    Aged("3", 40, {{"contract", YesNo{true}}})};
  EXPECT_THAT(Wrong(), IsEmpty());
}

TEST_F(ContradictionsTest, IsToldAtTheLastQuestionOfEveryMember) {
  const std::vector<Answer> both = {{"contract", YesNo{true}},
                                    {"work", Choice{"unable"}}};
  facts_.members = {Aged("1", 40, both), Aged("2", 40), Aged("3", 30, both)};
  EXPECT_THAT(Wrong(),
              ElementsAre("household.members[1].answers[contract]: mend idle",
                          "household.members[3].answers[contract]: mend idle"));
}

TEST_F(ContradictionsTest, AreAllToldThoughTheyMeetAtOneQuestion) {
  standard_.contradictions.push_back(
      Never("both", {{.question = "work", .answers = {"unable"}},
                     {.question = "degree", .answers = {"higher"}}}));
  facts_.members = {Aged(
      "1", 19, {{"work", Choice{"unable"}}, {"degree", Choice{"higher"}}})};
  EXPECT_THAT(Wrong(),
              ElementsAre("household.members[1].answers[degree]: mend degree",
                          "household.members[1].answers[degree]: mend both"));
}

TEST_F(ContradictionsTest, NegatedItIsEveryOtherAnswer) {
  facts_.members = {Aged("1", 8, {{"school", Choice{"primary"}}}),
                    Aged("2", 8, {{"school", Choice{"nobody_lists_this"}}}),
                    Aged("3", 9, {{"school", Choice{"higher"}}}),
                    Aged("4", 6, {{"school", Choice{"higher"}}})};
  EXPECT_THAT(Wrong(),
              ElementsAre("household.members[2].answers[school]: mend school"));
}

TEST_F(ContradictionsTest, AreNotAskedOfTotalsFromPaper) {
  facts_.members = {Aged("1", 6, {{"degree", Choice{"higher"}}})};
  facts_.declared = Declared{.b1 = 100, .deprivations = {}};
  EXPECT_OK(ScoreHousehold(standard_, facts_));
}

TEST_F(ContradictionsTest, StandBesideEverythingElseThatIsWrong) {
  facts_.members = {Aged("1", 6, {{"degree", Choice{"higher"}}})};
  facts_.answers.erase(facts_.answers.begin());
  const absl::StatusOr<Score> score = ScoreHousehold(standard_, facts_);
  std::vector<std::string> rules;
  for (const Violation& one : ViolationsOf(score.status())) {
    rules.push_back(one.rule);
  }
  EXPECT_THAT(rules, ElementsAre("ANSWER_MISSING", "ANSWERS_CONTRADICT"));
}

}  // namespace
}  // namespace rasoat::scoring
