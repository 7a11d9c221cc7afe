#include "services/registry/domain/form.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "tests/support/registry/samples.h"
#include "tests/support/status_matchers.h"

namespace rasoat::registry {
namespace {

using Day = absl::CivilDay;

struct AgeCase {
  const char* name;
  absl::CivilDay birth;
  absl::CivilDay day;
  int want;
};

class AgeOnTest : public testing::TestWithParam<AgeCase> {};

TEST_P(AgeOnTest, CountsCompletedYears) {
  EXPECT_EQ(AgeOn(GetParam().birth, GetParam().day), GetParam().want);
}

INSTANTIATE_TEST_SUITE_P(
    Edges, AgeOnTest,
    testing::Values(
        AgeCase{"OnTheDay", Day(2015, 10, 1), Day(2021, 10, 1), 6},
        AgeCase{"TheDayBefore", Day(2015, 10, 2), Day(2021, 10, 1), 5},
        AgeCase{"BornToday", Day(2021, 10, 1), Day(2021, 10, 1), 0},
        AgeCase{"NotBorn", Day(2021, 10, 2), Day(2021, 10, 1), -1},
        AgeCase{"LeapDayInAPlainYearBefore", Day(2016, 2, 29), Day(2021, 2, 28),
                4},
        AgeCase{"LeapDayInAPlainYear", Day(2016, 2, 29), Day(2021, 3, 1), 5},
        AgeCase{"LeapDayInALeapYearBefore", Day(2016, 2, 29), Day(2020, 2, 28),
                3},
        AgeCase{"LeapDayInALeapYear", Day(2016, 2, 29), Day(2020, 2, 29), 4}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(BuildForm, FindsQuestionsAndResolvesConditions) {
  const Form form = SampleForm();
  EXPECT_EQ(form.household.Find("assets"), 2);
  EXPECT_EQ(form.household.Find("nothing"), -1);
  EXPECT_EQ(form.household.questions[3].asked_when[0].place, 2);
  EXPECT_TRUE(form.TakesDeclared());
  EXPECT_FALSE(form.OnlyDeclared());
}

struct FaultyCase {
  const char* name;
  std::function<void(Form&)> spoil;
  const char* fault;
};

class FaultyFormTest : public testing::TestWithParam<FaultyCase> {};

TEST_P(FaultyFormTest, IsRefusedWithItsFault) {
  Form form = SampleForm();
  GetParam().spoil(form);
  const auto built = BuildForm(form);
  ASSERT_THAT(built,
              StatusIs(absl::StatusCode::kFailedPrecondition, "FORM_FAULTY"));
  EXPECT_THAT(std::string(built.status().message()),
              testing::HasSubstr(GetParam().fault));
}

INSTANTIATE_TEST_SUITE_P(
    All, FaultyFormTest,
    testing::Values(
        FaultyCase{"NoPurpose",
                   [](Form& f) { f.kind = FormKind::kUnspecified; },
                   "kind: it is missing"},
        FaultyCase{"NoTitle", [](Form& f) { f.title.en = ""; }, "title"},
        FaultyCase{"NoSource", [](Form& f) { f.source = ""; }, "source"},
        FaultyCase{"NoLabel",
                   [](Form& f) { f.household.questions[0].label.vi = ""; },
                   "house.wall: a label"},
        FaultyCase{"NoMark",
                   [](Form& f) { f.household.questions[0].marked = false; },
                   "the mark is missing"},
        FaultyCase{"NoKind",
                   [](Form& f) {
                     f.household.questions[4].kind = QuestionKind::kUnspecified;
                   },
                   "the kind is missing"},
        FaultyCase{
            "CodeTwice",
            [](Form& f) { f.household.questions[1].code = "house.wall"; },
            "the code stands twice"},
        FaultyCase{"CodeMalformed",
                   [](Form& f) { f.household.questions[1].code = "House"; },
                   "the code is malformed"},
        FaultyCase{"OptionTwice",
                   [](Form& f) {
                     f.household.questions[0].options[1].code = "durable";
                   },
                   "stands twice"},
        FaultyCase{
            "OptionWithoutLabel",
            [](Form& f) { f.household.questions[0].options[1].label.en = ""; },
            "option 'weak'"},
        FaultyCase{"ChoiceWithoutOptions",
                   [](Form& f) { f.household.questions[0].options.clear(); },
                   "options belong to choices"},
        FaultyCase{"MinimumAboveMaximum",
                   [](Form& f) { f.household.questions[1].minimum = 20'001; },
                   "minimum is above"},
        FaultyCase{"RangeOfText",
                   [](Form& f) { f.household.questions[4].maximum = 3; },
                   "only numbers"},
        FaultyCase{"ConditionOnNothing",
                   [](Form& f) {
                     f.household.questions[3].asked_when[0].question = "car";
                   },
                   "not an earlier question"},
        FaultyCase{"ConditionOnItself",
                   [](Form& f) {
                     f.household.questions[3].asked_when[0].question =
                         "assets.tv_age";
                   },
                   "not an earlier question"},
        FaultyCase{"ConditionOnALaterQuestion",
                   [](Form& f) {
                     f.household.questions[0].asked_when = {
                         {.question = "assets", .answers = {"tv"}}};
                   },
                   "not an earlier question"},
        FaultyCase{"ConditionOnNoSuchAnswer",
                   [](Form& f) {
                     f.household.questions[3].asked_when[0].answers = {"car"};
                   },
                   "cannot be answered"},
        FaultyCase{"ConditionOnANumber",
                   [](Form& f) {
                     f.household.questions[3].asked_when[0] = {
                         .question = "house.area", .answers = {"10"}};
                   },
                   "cannot be answered"},
        FaultyCase{"ConditionWithoutAnswers",
                   [](Form& f) {
                     f.household.questions[3].asked_when[0].answers.clear();
                   },
                   "names no answer"},
        FaultyCase{"ConditionOnHouseholdAge",
                   [](Form& f) {
                     f.household.questions[3].asked_when[0].age_from = 6;
                   },
                   "cannot depend on an age"},
        FaultyCase{
            "ConditionThatNobodyMeets",
            [](Form& f) { f.member.questions[0].asked_when[0].age_below = 6; },
            "no age meets"},
        FaultyCase{
            "ConditionOfNothing",
            [](Form& f) { f.member.questions[0].asked_when[0] = AskedWhen{}; },
            "neither a question nor an age"},
        FaultyCase{"DeprivationTwice",
                   [](Form& f) {
                     f.deprivations = {"job", "job"};
                   },
                   "deprivations"},
        FaultyCase{"NegativeMaximum",
                   [](Form& f) { f.declared_b1_maximum = -1; },
                   "declared_b1_maximum"},
        FaultyCase{"AsksNothing",
                   [](Form& f) {
                     f.household.questions.clear();
                     f.member.questions.clear();
                     f.deprivations.clear();
                     f.declared_b1_maximum = 0;
                   },
                   "asks nothing"}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(OnlyDeclared, HoldsWhenNothingHasToBeAnswered) {
  Form form = SampleForm();
  for (Question& question : form.household.questions) question.optional = true;
  EXPECT_TRUE(form.OnlyDeclared());
  form.declared_b1_maximum = 0;
  form.deprivations.clear();
  EXPECT_FALSE(form.OnlyDeclared());
}

}  // namespace
}  // namespace rasoat::registry
