#include "services/registry/domain/check_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "services/registry/domain/check_survey.h"
#include "tests/support/registry/samples.h"

namespace rasoat::registry {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

RuledQuestion On(std::string code) { return {.code = std::move(code)}; }

RuleCondition Answered(std::string question, std::vector<std::string> answers) {
  return {.question = On(std::move(question)), .answers = std::move(answers)};
}

RuleCondition Otherwise(RuleCondition condition) {
  condition.otherwise = true;
  return condition;
}

RuleCondition Count(MembersCondition members) {
  return {.members = std::move(members)};
}

RuleCondition Sum(NumberCondition number) {
  return {.number = std::move(number)};
}

FormRule RuleOf(RuleScope scope, std::string at,
                std::vector<RuleCondition> broken_when) {
  return {.code = "A_RULE",
          .severity = RuleSeverity::kError,
          .scope = scope,
          .broken_when = std::move(broken_when),
          .at = On(std::move(at)),
          .vi = "Sai.",
          .en = "Wrong.",
          .marked = true};
}

FormRule OfHousehold(std::vector<RuleCondition> broken_when) {
  return RuleOf(RuleScope::kHousehold, "house.area", std::move(broken_when));
}
FormRule OfMember(std::vector<RuleCondition> broken_when) {
  return RuleOf(RuleScope::kMember, "school", std::move(broken_when));
}

/// SampleForm with one rule. The household has two members, of 41 and 6 years;
/// the second answers `school: yes`.
std::vector<std::string> Told(const FormRule& rule,
                              const std::function<void(Survey&)>& spoil = {}) {
  Form form = SampleForm();
  form.rules = {rule};
  const absl::StatusOr<Form> built = BuildForm(form);
  EXPECT_TRUE(built.ok()) << built.status();
  if (!built.ok()) return {};
  Survey survey = SampleSurvey();
  if (spoil) spoil(survey);
  std::vector<Violation> warnings;
  std::vector<std::string> told;
  for (const Violation& fault :
       CheckSurvey(*built, SampleHousehold().members, survey,
                   absl::CivilDay(2021, 10, 10), &warnings)) {
    told.push_back(fault.field + " " + fault.rule);
  }
  EXPECT_THAT(warnings, IsEmpty());
  return told;
}

struct RuleCase {
  const char* name;
  FormRule rule;
  bool broken;
};

class CheckRulesTest : public testing::TestWithParam<RuleCase> {};

TEST_P(CheckRulesTest, BreaksWhenAllOfItHolds) {
  const std::string at = GetParam().rule.scope == RuleScope::kHousehold
                             ? "answers[1] A_RULE"
                             : "members[1].answers[0] A_RULE";
  EXPECT_THAT(Told(GetParam().rule),
              ElementsAreArray(GetParam().broken ? std::vector{at}
                                                 : std::vector<std::string>{}));
}

std::string NameOfCase(const testing::TestParamInfo<RuleCase>& info) {
  return info.param.name;
}

// house.area is 425 tenths, assets are tv and phone, assets.tv_age is 3.
INSTANTIATE_TEST_SUITE_P(
    Household, CheckRulesTest,
    testing::Values(
        RuleCase{"Choice", OfHousehold({Answered("house.wall", {"durable"})}),
                 true},
        RuleCase{"AnotherChoice",
                 OfHousehold({Answered("house.wall", {"weak"})}), false},
        RuleCase{"TurnedRound",
                 OfHousehold({Otherwise(Answered("house.wall", {"weak"}))}),
                 true},
        RuleCase{"OneOfTheChosen", OfHousehold({Answered("assets", {"phone"})}),
                 true},
        RuleCase{"AllMustHold",
                 OfHousehold({Answered("house.wall", {"durable"}),
                              Answered("house.wall", {"weak"})}),
                 false},
        RuleCase{
            "SumAtLeast",
            OfHousehold({Sum({.sum_of = {On("house.area")}, .at_least = 425})}),
            true},
        RuleCase{
            "SumNotAtLeast",
            OfHousehold({Sum({.sum_of = {On("house.area")}, .at_least = 426})}),
            false},
        RuleCase{
            "SumBelow",
            OfHousehold({Sum({.sum_of = {On("house.area")}, .below = 426})}),
            true},
        RuleCase{
            "SumNotBelow",
            OfHousehold({Sum({.sum_of = {On("house.area")}, .below = 425})}),
            false},
        RuleCase{
            "SumOfTwo",
            OfHousehold({Sum({.sum_of = {On("house.area"), On("assets.tv_age")},
                              .at_least = 428})}),
            true},
        RuleCase{"AShareIsNotRounded",
                 OfHousehold({Sum({.sum_of = {On("house.area")},
                                   .per_member = true,
                                   .below = 213})}),
                 true},
        RuleCase{"AShareIsNotRoundedUp",
                 OfHousehold({Sum({.sum_of = {On("house.area")},
                                   .per_member = true,
                                   .at_least = 213})}),
                 false},
        RuleCase{"AboveAnother",
                 OfHousehold({Sum({.sum_of = {On("house.area")},
                                   .above_of = On("assets.tv_age")})}),
                 true},
        RuleCase{"NotAboveItself",
                 OfHousehold({Sum({.sum_of = {On("house.area")},
                                   .above_of = On("house.area")})}),
                 false},
        RuleCase{"Members", OfHousehold({Count({.at_least = 2})}), true},
        RuleCase{"FewerMembers", OfHousehold({Count({.at_least = 3})}), false},
        RuleCase{
            "MembersAtMost",
            OfHousehold({Count({.who = {{.age_from = 15}}, .at_most = 1})}),
            true},
        RuleCase{"MoreMembersThanAtMost", OfHousehold({Count({.at_most = 1})}),
                 false},
        RuleCase{"MembersWhoAnswered",
                 OfHousehold({Count({.who = {Answered("school", {"yes"})},
                                     .at_least = 1})}),
                 true},
        RuleCase{
            "MembersNotAskedAreNotCounted",
            OfHousehold({Count({.who = {Otherwise(Answered("school", {"yes"}))},
                                .at_least = 1})}),
            false}),
    NameOfCase);

INSTANTIATE_TEST_SUITE_P(
    Member, CheckRulesTest,
    testing::Values(
        RuleCase{"Age", OfMember({{.age_from = 6, .age_below = 7}}), true},
        RuleCase{"Younger", OfMember({{.age_below = 6}}), false},
        RuleCase{"Older", OfMember({{.age_from = 42}}), false},
        RuleCase{"Sex", OfMember({{.age_below = 15, .sex = Sex::kFemale}}),
                 true},
        RuleCase{"OtherSex", OfMember({{.age_below = 15, .sex = Sex::kMale}}),
                 false},
        RuleCase{"YesNo", OfMember({Answered("school", {"yes"})}), true},
        RuleCase{"NotAskedOfAnyoneWho",
                 OfMember({Otherwise(Answered("school.why_not", {"far"}))}),
                 false},
        RuleCase{
            "AnswerOfTheHousehold",
            OfMember({{.age_below = 15}, Answered("house.wall", {"durable"})}),
            true},
        RuleCase{"NumberOfTheHousehold",
                 OfMember({{.age_below = 15},
                           Sum({.sum_of = {On("house.area")}, .below = 426})}),
                 true}),
    NameOfCase);

TEST(CheckRules, NamesTheQuestionWhereItsAnswerIsNotThere) {
  EXPECT_THAT(Told(OfMember({{.age_from = 15}})),
              ElementsAre("members[0].answers[school] A_RULE"));
}

TEST(CheckRules, DoNotGuessWhatIsMissing) {
  const auto without_area = [](Survey& s) {
    s.answers.erase(s.answers.begin() + 1);
  };
  EXPECT_THAT(Told(OfHousehold({Otherwise(
                       Sum({.sum_of = {On("house.area"), On("assets.tv_age")},
                            .at_least = 100}))}),
                   without_area),
              ElementsAre("answers[house.area] ANSWER_MISSING"));
  const auto without_school = [](Survey& s) { s.members[1].answers.clear(); };
  EXPECT_THAT(Told(OfHousehold({Count(
                       {.who = {Answered("school", {"yes"})}, .at_most = 0})}),
                   without_school),
              ElementsAre("members[1].answers[school] ANSWER_MISSING"));
  // Whatever the missing answer is, there are not two.
  EXPECT_THAT(Told(OfHousehold({Count(
                       {.who = {Answered("school", {"yes"})}, .at_most = 1})}),
                   without_school),
              ElementsAre("members[1].answers[school] ANSWER_MISSING",
                          "answers[1] A_RULE"));
}

TEST(CheckRules, LeaveOutWhatIsNotAsked) {
  // The age of a television that is not there adds nothing.
  EXPECT_THAT(
      Told(OfHousehold({Sum({.sum_of = {On("house.area"), On("assets.tv_age")},
                             .below = 426})}),
           [](Survey& s) {
             s.answers.pop_back();
             s.answers[2].value = Choices{{"phone"}};
           }),
      ElementsAre("answers[1] A_RULE"));
  EXPECT_THAT(Told(OfHousehold({Otherwise(
                       Sum({.sum_of = {On("assets.tv_age")}, .at_least = 1}))}),
                   [](Survey& s) {
                     s.answers.pop_back();
                     s.answers[2].value = Choices{{"phone"}};
                   }),
              IsEmpty());
}

TEST(CheckRules, AreNotHeldAgainstTotalsFromPaper) {
  EXPECT_THAT(Told(OfHousehold({Count({.at_least = 1})}),
                   [](Survey& s) { s.declared = DeclaredTotals{.b1 = 10}; }),
              IsEmpty());
}

TEST(CheckRules, WarnWithoutHoldingUp) {
  Form form = SampleForm();
  form.rules = {OfHousehold({Count({.at_least = 1})})};
  form.rules[0].severity = RuleSeverity::kWarning;
  const absl::StatusOr<Form> built = BuildForm(form);
  ASSERT_TRUE(built.ok()) << built.status();
  std::vector<Violation> warnings;
  EXPECT_THAT(CheckSurvey(*built, SampleHousehold().members, SampleSurvey(),
                          absl::CivilDay(2021, 10, 10), &warnings),
              IsEmpty());
  EXPECT_THAT(warnings,
              ElementsAre(Violation{"answers[1]", "A_RULE", "Sai.", "Wrong."}));
  EXPECT_THAT(CheckSurvey(*built, SampleHousehold().members, SampleSurvey(),
                          absl::CivilDay(2021, 10, 10)),
              IsEmpty());
}

struct FaultyRule {
  const char* name;
  std::function<void(FormRule&)> spoil;
  const char* fault;
};

class FaultyRuleTest : public testing::TestWithParam<FaultyRule> {};

TEST_P(FaultyRuleTest, IsExplained) {
  Form form = SampleForm();
  form.rules = {OfHousehold({Answered("house.wall", {"weak"})})};
  GetParam().spoil(form.rules[0]);
  const auto built = BuildForm(form);
  ASSERT_FALSE(built.ok());
  EXPECT_THAT(std::string(built.status().message()),
              HasSubstr(std::string("rule: ") + form.rules[0].code + ": " +
                        GetParam().fault));
}

template <class Change>
FaultyRule Faulty(const char* name, Change change, const char* fault) {
  return {name, [change](FormRule& rule) { change(rule, rule.broken_when[0]); },
          fault};
}

using Rule = FormRule;
using Condition = RuleCondition;

INSTANTIATE_TEST_SUITE_P(
    All, FaultyRuleTest,
    testing::Values(
        Faulty(
            "Code", [](Rule& r, Condition&) { r.code = "small"; },
            "the code is malformed"),
        Faulty(
            "Severity",
            [](Rule& r, Condition&) {
              r.severity = RuleSeverity::kUnspecified;
            },
            "the severity is missing"),
        Faulty(
            "Scope",
            [](Rule& r, Condition&) { r.scope = RuleScope::kUnspecified; },
            "the scope is missing"),
        Faulty(
            "Message", [](Rule& r, Condition&) { r.en.clear(); },
            "a message is missing"),
        Faulty(
            "Mark", [](Rule& r, Condition&) { r.marked = false; },
            "the mark is missing"),
        Faulty(
            "Place", [](Rule& r, Condition&) { r.at = On("school"); },
            "it is shown at 'school'"),
        Faulty(
            "NoCondition", [](Rule& r, Condition&) { r.broken_when.clear(); },
            "it says nothing"),
        Faulty(
            "EmptyCondition", [](Rule&, Condition& c) { c = {}; },
            "a condition says nothing"),
        Faulty(
            "NoSuchQuestion",
            [](Rule&, Condition& c) { c.question = On("car"); },
            "there is no question 'car'"),
        Faulty(
            "MemberQuestionInAHousehold",
            [](Rule&, Condition& c) { c.question = On("school"); },
            "there is no question 'school'"),
        Faulty(
            "NoSuchAnswer", [](Rule&, Condition& c) { c.answers = {"gold"}; },
            "'house.wall' cannot be answered with 'gold'"),
        Faulty(
            "NoAnswer", [](Rule&, Condition& c) { c.answers.clear(); },
            "a condition names no answer"),
        Faulty(
            "AnswersAlone",
            [](Rule&, Condition& c) {
              c.question.reset();
              c.members = MembersCondition{.at_least = 1};
            },
            "a condition has answers without a question"),
        Faulty(
            "AgeOfAHousehold", [](Rule&, Condition& c) { c.age_from = 3; },
            "a household has neither age nor sex"),
        Faulty(
            "NoSuchAge",
            [](Rule& r, Condition& c) {
              r.scope = RuleScope::kMember;
              r.at = On("school");
              c.age_from = 6;
              c.age_below = 6;
            },
            "no age meets"),
        Faulty(
            "CountInAMember",
            [](Rule& r, Condition& c) {
              r.scope = RuleScope::kMember;
              r.at = On("school");
              c.members = MembersCondition{.at_least = 1};
            },
            "only a rule about the household counts"),
        Faulty(
            "CountOfNothing",
            [](Rule&, Condition& c) { c.members = MembersCondition{}; },
            "a count of members is compared with nothing"),
        Faulty(
            "CountImpossible",
            [](Rule&, Condition& c) {
              c.members = MembersCondition{.at_least = 2, .at_most = 1};
            },
            "no count of members"),
        Faulty(
            "CountInsideACount",
            [](Rule&, Condition& c) {
              c.members = MembersCondition{.who = {Count({.at_least = 1})},
                                           .at_least = 1};
            },
            "only a rule about the household counts"),
        Faulty(
            "SumOfNothing",
            [](Rule&, Condition& c) { c.number = NumberCondition{.below = 1}; },
            "a number is the sum of nothing"),
        Faulty(
            "SumOfWords",
            [](Rule&, Condition& c) {
              c.number =
                  NumberCondition{.sum_of = {On("house.wall")}, .below = 1};
            },
            "'house.wall' is not a number"),
        Faulty(
            "SumCompared",
            [](Rule&, Condition& c) {
              c.number = NumberCondition{.sum_of = {On("house.area")}};
            },
            "a number is compared with nothing"),
        Faulty(
            "SumImpossible",
            [](Rule&, Condition& c) {
              c.number = NumberCondition{
                  .sum_of = {On("house.area")}, .at_least = 5, .below = 5};
            },
            "no number meets"),
        Faulty(
            "LimitTooLarge",
            [](Rule&, Condition& c) {
              c.number = NumberCondition{.sum_of = {On("house.area")},
                                         .at_least = 2'000'000'000'000};
            },
            "a limit is too large")),
    [](const auto& info) { return std::string(info.param.name); });

TEST(FaultyRules, AreAllExplainedAtOnce) {
  Form form = SampleForm();
  form.rules = {OfHousehold({Answered("house.wall", {"gold"})}),
                OfHousehold({Answered("house.roof", {"weak"})})};
  const auto built = BuildForm(form);
  ASSERT_FALSE(built.ok());
  EXPECT_THAT(std::string(built.status().message()),
              testing::AllOf(HasSubstr("'gold'"), HasSubstr("'house.roof'"),
                             HasSubstr("the code stands twice")));
}

TEST(FaultyRules, DoNotReadRangesThatCouldOverflow) {
  Form form = SampleForm();
  form.household.questions[1].maximum = 2'000'000'000'000;
  form.rules = {OfHousehold({Sum({.sum_of = {On("house.area")}, .below = 5})})};
  EXPECT_FALSE(BuildForm(form).ok());
}

}  // namespace
}  // namespace rasoat::registry
