#include "services/scoring/domain/validate_questions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "tests/unit/scoring/small_standard.h"

namespace rasoat::scoring {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;

AskedQuestion Choice(std::vector<std::string> options) {
  return {AskedKind::kChoice, std::move(options)};
}

/// A form that asks all that MixedStandard() reads.
KnownForms Forms() {
  FormQuestions form;
  const AskedQuestion yes_no{AskedKind::kYesNo, {"yes", "no"}};
  form.household = {{"wall", Choice({"brick", "straw"})},
                    {"area", {AskedKind::kNumber, {}}},
                    {"kwh", {AskedKind::kNumber, {}}},
                    {"assets", {AskedKind::kChoices, {"car", "boat"}}},
                    {"devices", {AskedKind::kChoices, {"tv", "radio"}}},
                    {"roof", Choice({"tile", "leaf"})},
                    {"reason", {AskedKind::kText, {}}},
                    {"item.car", yes_no}};
  form.member = {{"school", Choice({"none", "primary"})},
                 {"pension", yes_no},
                 {"unable", yes_no},
                 {"internet", yes_no}};
  return {{"f", form}, {"empty", {}}};
}

/// A standard that reads in every way there is.
Standard MixedStandard() {
  Standard standard;
  standard.forms = {"f"};
  standard.area_question = "area";
  AddIndicator(standard, "wall").question = "wall";
  standard.indicators[0].options = {{"brick", {}}, {"straw", {}}};
  AddIndicator(standard, "assets").question = "assets";
  standard.indicators[1].additive = true;
  standard.indicators[1].options = {{"car", {}}, {"boat", {}}};
  AddIndicator(standard, "kwh").question = "kwh";
  standard.indicators[2].bands = {{0, 9, {}}};
  AddIndicator(standard, "pension").question = "pension";
  standard.indicators[3].derived = DerivedFact::kPensioners;
  standard.indicators[3].bands = {{0, 9, {}}};
  AddIndicator(standard, "school").question = "school";
  standard.indicators[4].derived = DerivedFact::kHighestOption;
  standard.indicators[4].options = {{"none", {}}, {"primary", {}}};
  AddIndicator(standard, "size").derived = DerivedFact::kHouseholdSize;
  const MemberRule unable{
      {{.age_from = 15}, {.question = "unable", .answers = {"yes"}}}};
  standard.dependants = {unable};
  AddDeprivation(
      standard, "any",
      AnyMember{{{{{.question = "school", .answers = {"none"}}}}}, {unable}});
  AddDeprivation(standard, "share", ShareAbove{50, {unable}});
  AddDeprivation(standard, "answer", HouseholdAnswer{"roof", {"leaf"}});
  AddDeprivation(standard, "none", NoneChosen{"devices", {"tv", "radio"}});
  AddDeprivation(standard, "two", AtLeast{1, {"wall"}, {"straw"}});
  AddDeprivation(standard, "area", AreaPerPersonBelow{"area", 80});
  AddDeprivation(standard, "internet", NoMember{"internet", {"yes"}});
  AddDeprivation(standard, "paper", std::monostate{});
  standard.contradictions = {
      {.code = "young",
       .when = {{{.question = "school", .answers = {"primary"}}}}}};
  standard.screening.emplace().items = {
      {.code = "car", .question = "item.car", .answers = {"yes"}}};
  return standard;
}

TEST(ValidateQuestions, FindsNothingWhereEverythingIsAsked) {
  EXPECT_THAT(ValidateQuestions(MixedStandard(), Forms()), IsEmpty());
  EXPECT_FALSE(IsUnchecked(MixedStandard(), Forms()));
}

TEST(ValidateQuestions, TakesAQuestionFromAnyOfTheForms) {
  Standard standard = MixedStandard();
  KnownForms forms = Forms();
  forms["second"].household["roof"] = Choice({"tile", "leaf", "tin"});
  forms["f"].household.erase("roof");
  standard.forms = {"empty", "f", "second"};
  EXPECT_THAT(ValidateQuestions(standard, forms), IsEmpty());
  std::get<HouseholdAnswer>(standard.deprivations[2].rule).answers = {"tin"};
  forms["f"].household["roof"] = Choice({"tile", "leaf"});
  EXPECT_THAT(ValidateQuestions(standard, forms), IsEmpty());
}

TEST(ValidateQuestions, TakesAnAnswerFromAnyOfTheQuestionsCountedTogether) {
  Standard standard = MixedStandard();
  standard.deprivations[4].rule =
      AtLeast{2, {"wall", "roof"}, {"straw", "leaf"}};
  EXPECT_THAT(ValidateQuestions(standard, Forms()), IsEmpty());
}

TEST(ValidateQuestions, WantsPointsForTheOptionsOfEveryForm) {
  Standard standard = MixedStandard();
  KnownForms forms = Forms();
  forms["second"].household["wall"] = Choice({"brick", "mud"});
  standard.forms = {"f", "second"};
  EXPECT_THAT(
      ValidateQuestions(standard, forms),
      ElementsAre(Fault{
          "indicators[wall].question",
          "question 'wall' has the option 'mud', which is given no points",
          "câu hỏi “wall” có lựa chọn “mud” chưa được cho điểm"}));
}

TEST(ValidateQuestions, LeavesAloneWhatNamesNoForm) {
  Standard standard = MixedStandard();
  standard.forms.clear();
  EXPECT_THAT(ValidateQuestions(standard, Forms()), IsEmpty());
  EXPECT_TRUE(IsUnchecked(standard, Forms()));
  EXPECT_TRUE(IsUnchecked(MixedStandard(), {}));
  EXPECT_THAT(ValidateQuestions(MixedStandard(), {}), IsEmpty());
}

TEST(ValidateQuestions, RefusesAMistypedFormAndNothingThatFollowsFromIt) {
  for (const bool reads : {true, false}) {
    Standard standard = reads ? MixedStandard() : Standard();
    standard.forms = {"F"};
    EXPECT_FALSE(IsUnchecked(standard, Forms()));
    EXPECT_THAT(ValidateQuestions(standard, Forms()),
                ElementsAre(Fault{
                    "forms", "names the form 'F'; known are empty, f",
                    "ghi mẫu phiếu “F”; các mẫu phiếu đang có là empty, f"}));
  }
}

TEST(ValidateQuestions, HasNothingToCheckWhereNothingIsRead) {
  Standard standard;
  AddDeprivation(standard, "paper", std::monostate{});
  EXPECT_FALSE(IsUnchecked(standard, Forms()));
  EXPECT_THAT(ValidateQuestions(standard, Forms()), IsEmpty());
}

struct FaultCase {
  const char* name;
  std::function<void(Standard&)> spoil;
  const char* place;
  const char* what;
};

class ValidateQuestionsTest : public testing::TestWithParam<FaultCase> {};

TEST_P(ValidateQuestionsTest, NamesTheOneFaultAndItsPlace) {
  Standard standard = MixedStandard();
  GetParam().spoil(standard);
  EXPECT_THAT(ValidateQuestions(standard, Forms()),
              ElementsAre(AllOf(Field(&Fault::place, GetParam().place),
                                Field(&Fault::what, HasSubstr(GetParam().what)),
                                Field(&Fault::vi, Not(IsEmpty())))));
}

MemberCondition& Condition(std::vector<MemberRule>& rules) {
  return rules[0].all.back();
}

template <class Rule>
Rule& RuleOf(Standard& standard, std::size_t number) {
  return std::get<Rule>(standard.deprivations[number].rule);
}

INSTANTIATE_TEST_SUITE_P(
    Faults, ValidateQuestionsTest,
    testing::Values(
        FaultCase{"UnknownForm", [](Standard& s) { s.forms.push_back("g"); },
                  "forms", "names the form 'g'; known are empty, f"},
        FaultCase{"IndicatorOfNoQuestion",
                  [](Standard& s) { s.indicators[0].question = "wal"; },
                  "indicators[wall].question",
                  "'wal' is asked of the household by none of the forms f"},
        FaultCase{"IndicatorOfAMembersQuestion",
                  [](Standard& s) { s.indicators[2].question = "pension"; },
                  "indicators[kwh].question",
                  "is asked of each member, and read here of the household"},
        FaultCase{"PensionersOfAHouseholdsQuestion",
                  [](Standard& s) { s.indicators[3].question = "item.car"; },
                  "indicators[pension].question",
                  "is asked of the household, and read here of each member"},
        FaultCase{"PensionersOfAChoice",
                  [](Standard& s) { s.indicators[3].question = "school"; },
                  "indicators[pension].question", "yes or no is needed here"},
        FaultCase{"NumberOfAText",
                  [](Standard& s) { s.indicators[2].question = "reason"; },
                  "indicators[kwh].question",
                  "is answered in words, and a number is needed here"},
        FaultCase{"OneOptionOfSeveral",
                  [](Standard& s) { s.indicators[1].additive = false; },
                  "indicators[assets].question",
                  "by any number of options, and one option"},
        FaultCase{"SumOfOneOption",
                  [](Standard& s) { s.indicators[0].additive = true; },
                  "indicators[wall].question", "several options is needed"},
        FaultCase{"UnknownOption",
                  [](Standard& s) {
                    s.indicators[0].options.push_back({"mud", {}});
                  },
                  "indicators[wall].options[2].option",
                  "'mud' is no option of question 'wall'; it has brick, straw"},
        FaultCase{"ForgottenOption",
                  [](Standard& s) { s.indicators[4].options.pop_back(); },
                  "indicators[school].question", "'primary', which is given"},
        FaultCase{"AreaThatIsNoNumber",
                  [](Standard& s) { s.area_question = "wall"; },
                  "area_question", "a number is needed"},
        FaultCase{
            "DependantsByAnUnknownAnswer",
            [](Standard& s) { Condition(s.dependants).answers = {"maybe"}; },
            "dependants[0].all[1]", "it has yes, no"},
        FaultCase{"MemberRule",
                  [](Standard& s) {
                    Condition(RuleOf<AnyMember>(s, 0).rules).question = "roof";
                  },
                  "deprivations[any].rule.any_member[0].all[0]",
                  "read here of each member"},
        FaultCase{"Exemption",
                  [](Standard& s) {
                    Condition(RuleOf<AnyMember>(s, 0).except).question = "ill";
                  },
                  "deprivations[any].rule.except[0].all[1]", "'ill'"},
        FaultCase{"Share",
                  [](Standard& s) {
                    Condition(RuleOf<ShareAbove>(s, 1).of).question = "ill";
                  },
                  "deprivations[share].rule.share_of[0].all[1]", "'ill'"},
        FaultCase{"HouseholdAnswer",
                  [](Standard& s) {
                    RuleOf<HouseholdAnswer>(s, 2).answers = {"leaf", "tin"};
                  },
                  "deprivations[answer].rule", "'tin' is no option"},
        FaultCase{
            "AnswerOfANumber",
            [](Standard& s) { RuleOf<HouseholdAnswer>(s, 2).question = "kwh"; },
            "deprivations[answer].rule",
            "by a number, and options or yes or no"},
        FaultCase{"NoneChosen",
                  [](Standard& s) {
                    RuleOf<NoneChosen>(s, 3).options.push_back("fax");
                  },
                  "deprivations[none].rule", "'fax' is no option"},
        FaultCase{"AtLeast",
                  [](Standard& s) {
                    RuleOf<AtLeast>(s, 4).questions.push_back("roof");
                  },
                  "deprivations[two].rule",
                  "'roof' has none of the answers that count; it has tile, "
                  "leaf"},
        FaultCase{"AtLeastByAnAnswerOfNoQuestion",
                  [](Standard& s) {
                    s.deprivations[4].rule =
                        AtLeast{1, {"wall", "roof"}, {"straw", "leaf", "mud"}};
                  },
                  "deprivations[two].rule",
                  "'mud' is no option of any of the questions wall, roof"},
        FaultCase{"AreaBelow",
                  [](Standard& s) {
                    RuleOf<AreaPerPersonBelow>(s, 5).question = "size";
                  },
                  "deprivations[area].rule", "'size'"},
        FaultCase{
            "NoMember",
            [](Standard& s) { RuleOf<NoMember>(s, 6).answers = {"daily"}; },
            "deprivations[internet].rule", "'daily' is no option"},
        FaultCase{"Contradiction",
                  [](Standard& s) {
                    s.contradictions[0].when.all[0].answers = {"doctor"};
                  },
                  "contradictions[young].when.all[0]",
                  "'doctor' is no option of question 'school'"},
        FaultCase{
            "ScreeningQuestion",
            [](Standard& s) { s.screening->items[0].question = "item.bus"; },
            "screening.items[car].question", "'item.bus'"},
        FaultCase{"ScreeningAnswer",
                  [](Standard& s) { s.screening->items[0].answers = {"YES"}; },
                  "screening.items[car].answers", "'YES' is no option"}),
    [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace rasoat::scoring
