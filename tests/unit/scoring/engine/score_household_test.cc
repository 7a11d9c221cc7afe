#include "services/scoring/engine/score_household.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/common/status/error.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/scoring/small_standard.h"

namespace rasoat::scoring {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

constexpr absl::StatusCode kInvalid = absl::StatusCode::kInvalidArgument;
constexpr absl::StatusCode kNow = absl::StatusCode::kFailedPrecondition;

TEST(ScoreHousehold, AddsUpAndPlacesAHousehold) {
  const Standard standard = SmallStandard();
  Facts facts = SmallFacts();
  for (const char* lack : {"lack.1", "lack.2", "lack.3"}) {
    SetAnswer(facts, {lack, YesNo{true}});
  }
  ASSERT_OK_AND_ASSIGN(const Score score, ScoreHousehold(standard, facts));
  EXPECT_EQ(score.b1, 7);
  EXPECT_EQ(score.b2, 30);
  EXPECT_EQ(score.household_class, HouseholdClass::kPoor);
  EXPECT_FALSE(score.declared);
  EXPECT_THAT(score.indicators, SizeIs(1));
  EXPECT_THAT(score.findings, SizeIs(3));
}

TEST(ScoreHousehold, TakesDeclaredTotalsAsTheyAre) {
  Standard standard = SmallStandard();
  standard.declared_only = true;
  standard.indicators.clear();
  Facts facts;
  facts.settlement = Settlement::kUrban;
  facts.review_date = absl::CivilDay(2021, 10, 10);
  facts.declared = {20, {"lack.3", "lack.1"}};
  ASSERT_OK_AND_ASSIGN(const Score score, ScoreHousehold(standard, facts));
  EXPECT_EQ(score.b1, 20);
  EXPECT_EQ(score.b2, 20);
  EXPECT_EQ(score.household_class, HouseholdClass::kNearPoor);
  EXPECT_TRUE(score.declared);
  EXPECT_THAT(score.indicators, IsEmpty());
  EXPECT_THAT(score.findings, ElementsAre(Field(&Finding::deprived, true),
                                          Field(&Finding::deprived, false),
                                          Field(&Finding::deprived, true)));
}

TEST(ScoreHousehold, DoesNotScoreAnswersBesideDeclaredTotals) {
  const Standard standard = SmallStandard();
  Facts facts = SmallFacts();
  facts.declared = {3, {}};
  SetAnswer(facts, {"lack.1", YesNo{true}});
  ASSERT_OK_AND_ASSIGN(const Score score, ScoreHousehold(standard, facts));
  EXPECT_EQ(score.b1, 3);
  EXPECT_EQ(score.b2, 0);
}

TEST(ScoreHousehold, RefusesWrongTotals) {
  const Standard standard = SmallStandard();
  Facts facts = SmallFacts();
  facts.declared = {-1, {}};
  EXPECT_THAT(ScoreHousehold(standard, facts),
              StatusIs(kInvalid, "B1_NEGATIVE"));
  facts.declared = {1, {"lack.9"}};
  EXPECT_THAT(ScoreHousehold(standard, facts),
              StatusIs(kInvalid, "DEPRIVATION_UNKNOWN"));
  facts.declared = {1, {"lack.1", "lack.1"}};
  EXPECT_THAT(ScoreHousehold(standard, facts),
              StatusIs(kInvalid, "DEPRIVATION_REPEATED"));
}

TEST(ScoreHousehold, NeedsTheTotalThatWasLeftOut) {
  Facts facts = SmallFacts();
  facts.declared = Declared{};
  EXPECT_THAT(ScoreHousehold(SmallStandard(), facts).status(),
              StatusIs(absl::StatusCode::kInvalidArgument, "B1_MISSING"));
  facts.declared->b1 = 0;
  EXPECT_OK(ScoreHousehold(SmallStandard(), facts));
}

TEST(ScoreHousehold, KnowsNobodyOfMoreThanAHundredAndThirtyYears) {
  Facts facts = SmallFacts();
  facts.members = {Aged("1", 131)};
  facts.members[0].birth_date += 1;
  EXPECT_OK(ScoreHousehold(SmallStandard(), facts));
  facts.members[0].birth_date -= 1;
  EXPECT_THAT(ScoreHousehold(SmallStandard(), facts).status(),
              StatusIs(absl::StatusCode::kInvalidArgument, "BIRTH_TOO_EARLY"));
}

TEST(ScoreHousehold, NeedsTotalsWhereThereIsNoTable) {
  Standard standard = SmallStandard();
  standard.declared_only = true;
  standard.indicators.clear();
  EXPECT_THAT(ScoreHousehold(standard, SmallFacts()),
              StatusIs(kNow, "TOTALS_NEEDED"));
}

TEST(ScoreHousehold, IsInForceFromTheFirstDayUntilBeforeTheLast) {
  const Standard standard = SmallStandard();
  Facts facts = SmallFacts();
  facts.review_date = absl::CivilDay(2020, 12, 31);
  EXPECT_THAT(ScoreHousehold(standard, facts),
              StatusIs(kNow, "STANDARD_NOT_IN_FORCE"));
  facts.review_date = absl::CivilDay(2021, 1, 1);
  EXPECT_OK(ScoreHousehold(standard, facts));
  facts.review_date = absl::CivilDay(2021, 12, 31);
  EXPECT_OK(ScoreHousehold(standard, facts));
  facts.review_date = absl::CivilDay(2022, 1, 1);
  EXPECT_THAT(ScoreHousehold(standard, facts),
              StatusIs(kNow, "STANDARD_NOT_IN_FORCE"));
}

TEST(ScoreHousehold, NeedsToKnowWhereTheHouseholdLives) {
  const Standard standard = SmallStandard();
  Facts facts = SmallFacts();
  facts.region = Region::kUnspecified;
  EXPECT_THAT(ScoreHousehold(standard, facts),
              StatusIs(kInvalid, "REGION_MISSING"));
  facts.settlement = Settlement::kUrban;
  EXPECT_OK(ScoreHousehold(standard, facts));
  facts.settlement = Settlement::kUnspecified;
  EXPECT_THAT(ScoreHousehold(standard, facts),
              StatusIs(kInvalid, "SETTLEMENT_MISSING"));
}

TEST(ScoreHousehold, RefusesMembersThatCannotBe) {
  const Standard standard = SmallStandard();
  Facts facts = SmallFacts();
  facts.members = {};
  EXPECT_THAT(ScoreHousehold(standard, facts),
              StatusIs(kInvalid, "MEMBERS_MISSING"));
  facts.members = {Aged("1", 4), Aged("1", 5)};
  EXPECT_THAT(ScoreHousehold(standard, facts),
              StatusIs(kInvalid, "MEMBER_REPEATED"));
  facts.members = {{"1", absl::CivilDay(2021, 10, 11), {}}};
  EXPECT_THAT(ScoreHousehold(standard, facts),
              StatusIs(kInvalid, "BIRTH_AFTER_REVIEW"));
}

TEST(ScoreHousehold, TellsEverythingThatIsWrongAtOnceInBothLanguages) {
  const Standard standard = SmallStandard();
  Facts facts = SmallFacts();
  facts.answers = {{"wall", Choice{"glass"}},
                   {"lack.1", YesNo{true}},
                   {"lack.1", YesNo{false}}};
  const absl::Status status = ScoreHousehold(standard, facts).status();
  EXPECT_THAT(status, StatusIs(kInvalid, "INVALID_FIELDS"));
  EXPECT_THAT(ViolationsOf(status),
              UnorderedElementsAre(
                  AllOf(Field(&Violation::field, "household.answers[wall]"),
                        Field(&Violation::rule, "ANSWER_UNKNOWN")),
                  AllOf(Field(&Violation::field, "household.answers[lack.1]"),
                        Field(&Violation::rule, "ANSWER_REPEATED")),
                  AllOf(Field(&Violation::field, "household.answers[lack.2]"),
                        Field(&Violation::rule, "ANSWER_MISSING")),
                  AllOf(Field(&Violation::field, "household.answers[lack.3]"),
                        Field(&Violation::rule, "ANSWER_MISSING"))));
  for (const Violation& violation : ViolationsOf(status)) {
    EXPECT_NE(violation.vi, "");
    EXPECT_NE(violation.en, "");
    EXPECT_NE(violation.vi, violation.en);
  }
}

TEST(ScoreHousehold, PassesOverAnswersItDoesNotRead) {
  const Standard standard = SmallStandard();
  Facts facts = SmallFacts();
  facts.answers.push_back({"causes", Choices{{"1", "8"}}});
  facts.answers.push_back({"causes.other", FreeText{}});
  EXPECT_OK(ScoreHousehold(standard, facts));
}

}  // namespace
}  // namespace rasoat::scoring
