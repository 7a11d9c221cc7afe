#include "services/scoring/domain/validate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "tests/unit/scoring/small_standard.h"

namespace rasoat::scoring {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(Validate, LetsANumberBeUnknownIfItSaysSo) {
  Standard standard = SmallStandard();
  standard.class_rules[0].up_to = 0;
  EXPECT_THAT(Validate(standard), testing::Not(IsEmpty()));
  standard.class_rules[0].origin.mark = Mark::kUnknown;
  EXPECT_THAT(Validate(standard), IsEmpty());
  EXPECT_FALSE(IsComplete(standard));
}

TEST(Validate, RefusesNumbersNothingCanBeReckonedWith) {
  Standard standard = SmallStandard();
  standard.indicators[0].options[0].points[0] = 10'000;
  standard.class_rules[0].up_to = 100'000;
  EXPECT_THAT(Validate(standard), IsEmpty());
  standard.indicators[0].options[0].points[0] = 10'001;
  standard.class_rules[0].up_to = 100'001;
  EXPECT_THAT(Validate(standard),
              AllOf(Contains(Field(&Fault::place, "indicators[wall]")),
                    Contains(Field(&Fault::place, "class_rules"))));
}

TEST(Validate, LooksAtTheScreening) {
  Standard standard = SmallStandard();
  Screening& screening = standard.screening.emplace();
  screening.items = {{.code = "car",
                      .label = {"vi", "en"},
                      .question = "item.car",
                      .answers = {"yes"},
                      .origin = Sure()}};
  screening.surely_not_poor_from = 1;
  screening.origin = Sure();
  EXPECT_THAT(Validate(standard), IsEmpty());
  screening.surely_not_poor_from = 2;
  EXPECT_THAT(Validate(standard),
              Contains(Field(&Fault::what, HasSubstr("within 1 and 1"))));
  screening.surely_not_poor_from = 1;
  screening.items.push_back(screening.items[0]);
  screening.items[1].answers.clear();
  EXPECT_THAT(Validate(standard),
              AllOf(Contains(Field(&Fault::what, HasSubstr("code of another"))),
                    Contains(Field(&Fault::what, HasSubstr("no answer")))));
}

/// Nobody below 18 is married.
Contradiction Married() {
  return {.code = "married",
          .message = {"chưa đủ tuổi", "too young"},
          .when = {{{.age_below = 18},
                    {.question = "married", .answers = {"yes"}}}},
          .origin = {"made up", Mark::kInferred}};
}

TEST(Validate, LooksAtContradictions) {
  Standard standard = SmallStandard();
  standard.contradictions = {Married()};
  EXPECT_THAT(Validate(standard), IsEmpty());
  const auto faults = [&](auto spoil) {
    standard.contradictions = {Married()};
    spoil(standard.contradictions);
    return Validate(standard);
  };
  const auto is = [](const char* place, const char* what) {
    return Contains(AllOf(Field(&Fault::place, place),
                          Field(&Fault::what, HasSubstr(what))));
  };
  EXPECT_THAT(faults([](auto& all) { all.push_back(Married()); }),
              is("contradictions[married]", "code of another"));
  EXPECT_THAT(faults([](auto& all) { all[0].code.clear(); }),
              is("contradictions[]", "no code"));
  EXPECT_THAT(faults([](auto& all) { all[0].message.vi.clear(); }),
              is("contradictions[married].message", "Vietnamese"));
  EXPECT_THAT(faults([](auto& all) { all[0].origin.source.clear(); }),
              is("contradictions[married].origin", "no source"));
  EXPECT_THAT(faults([](auto& all) { all[0].origin.mark = Mark::kUnknown; }),
              is("contradictions[married]", "not known"));
  EXPECT_THAT(faults([](auto& all) { all[0].when.all.clear(); }),
              is("contradictions[married].when", "no conditions"));
  EXPECT_THAT(faults([](auto& all) { all[0].when.all.pop_back(); }),
              is("contradictions[married]", "names no question"));
  EXPECT_THAT(faults([](auto& all) { all[0].when.all[1].answers.clear(); }),
              is("contradictions[married].when.all[1]", "no answers"));
}

TEST(Validate, TakesAnswersCountedTogetherFromAnyOfTheQuestions) {
  const auto faults = [](std::vector<std::string> answers) {
    Standard standard = SmallStandard();
    Indicator roof = standard.indicators[0];
    roof.code = roof.question = "roof";
    roof.options = {{"leaf", Everywhere(0)}, {"tile", Everywhere(7)}};
    standard.indicators.push_back(roof);
    standard.deprivations[0].rule =
        AtLeast{2, {"wall", "roof"}, std::move(answers)};
    return Validate(standard);
  };
  const auto is = [](const char* what) {
    return ElementsAre(AllOf(Field(&Fault::place, "deprivations[lack.1].rule"),
                             Field(&Fault::what, HasSubstr(what))));
  };
  EXPECT_THAT(faults({"straw", "leaf"}), IsEmpty());
  EXPECT_THAT(faults({"straw", "leaf", "mud"}), is("answer 'mud' is not"));
  EXPECT_THAT(faults({"straw"}), is("which reads question 'roof' too"));
}

TEST(Validate, LooksAtTheBandsOfAverageLivingStandard) {
  const auto faults = [](std::vector<AverageBand> bands) {
    Standard standard = SmallStandard();
    standard.income_lines = {{Settlement::kRural, 10, Sure()}};
    standard.average_bands = std::move(bands);
    std::vector<std::string> told;
    for (const Fault& fault : Validate(standard)) {
      EXPECT_FALSE(fault.vi.empty());
      told.push_back(fault.place + " " + fault.what);
    }
    return told;
  };
  constexpr Settlement kRural = Settlement::kRural;
  const Origin unknown{.source = "t", .mark = Mark::kUnknown};
  EXPECT_THAT(
      faults({{kRural, 10, 11, Sure()}, {Settlement::kUrban, 5, 6, Sure()}}),
      IsEmpty());
  EXPECT_THAT(faults({{kRural, 0, 0, unknown}}), IsEmpty());
  EXPECT_THAT(
      faults({{kRural, 10, 11, unknown}}),
      Contains(HasSubstr("average_bands[0] is marked as unknown, but")));
  EXPECT_THAT(faults({{kRural, 9, 11, Sure()}}),
              Contains(HasSubstr("begins below the income line of 10")));
  EXPECT_THAT(faults({{kRural, 10, 10, Sure()}}),
              Contains(HasSubstr("does not go up")));
  EXPECT_THAT(faults({{kRural, 10, 11, Sure()}, {kRural, 11, 12, Sure()}}),
              Contains(HasSubstr("[1] is not the only one")));
  EXPECT_THAT(
      faults({{Settlement::kUnspecified, 10, 11, {}}}),
      AllOf(Contains(HasSubstr("no settlement")),
            Contains(HasSubstr("no source")), Contains(HasSubstr("no mark"))));
  EXPECT_THAT(faults({{kRural, 10, 11, {"t", Mark::kTraining}}}),
              Contains(HasSubstr("made up")));
}

TEST(Validate, FindsNothingWrongWithAProperStandard) {
  EXPECT_THAT(Validate(SmallStandard()), IsEmpty());
}

struct FaultCase {
  const char* name;
  std::function<void(Standard&)> spoil;
  const char* place;
  const char* what;
};

class ValidateTest : public testing::TestWithParam<FaultCase> {};

TEST_P(ValidateTest, NamesTheFaultAndItsPlace) {
  Standard standard = SmallStandard();
  GetParam().spoil(standard);
  EXPECT_THAT(Validate(standard),
              Contains(AllOf(Field(&Fault::place, GetParam().place),
                             Field(&Fault::what, HasSubstr(GetParam().what)))));
}

Indicator& Size(Standard& standard) {
  Indicator& size = AddIndicator(standard, "size");
  size.derived = DerivedFact::kHouseholdSize;
  size.bands = {{1, 2, Everywhere(5)}, {3, 9, Everywhere(0)}};
  return size;
}

AnyMember Anyone(MemberCondition condition) {
  return {.rules = {{{std::move(condition)}}}};
}

INSTANTIATE_TEST_SUITE_P(
    Faults, ValidateTest,
    testing::Values(
        FaultCase{"NoTitle", [](Standard& s) { s.title.vi.clear(); }, "title",
                  "Vietnamese"},
        FaultCase{"NoArea", [](Standard& s) { s.area.clear(); }, "area",
                  "missing"},
        FaultCase{"EndsBeforeItBegins",
                  [](Standard& s) { s.valid_to = s.valid_from; }, "valid_to",
                  "not after"},
        FaultCase{"TableBesideDeclaredOnly",
                  [](Standard& s) { s.declared_only = true; }, "indicators",
                  "declared_only"},
        FaultCase{"NoTable", [](Standard& s) { s.indicators.clear(); },
                  "indicators", "missing"},
        FaultCase{"IndicatorTwice",
                  [](Standard& s) { s.indicators.push_back(s.indicators[0]); },
                  "indicators[wall]", "code of another"},
        FaultCase{"OptionTwice",
                  [](Standard& s) {
                    s.indicators[0].options.push_back({"straw", {}});
                  },
                  "indicators[wall]", "'straw' twice"},
        FaultCase{"OptionsAndBands",
                  [](Standard& s) {
                    s.indicators[0].bands = {{0, 1, Everywhere(1)}};
                  },
                  "indicators[wall]", "not both"},
        FaultCase{"NoPointsAtAll",
                  [](Standard& s) { s.indicators[0].options.clear(); },
                  "indicators[wall]", "needs options or bands"},
        FaultCase{"NoQuestion",
                  [](Standard& s) { s.indicators[0].question.clear(); },
                  "indicators[wall]", "no question"},
        FaultCase{"TwoSources", [](Standard& s) { Size(s).question = "wall"; },
                  "indicators[size]", "derived fact and a question"},
        FaultCase{"BandsWithAGap",
                  [](Standard& s) { Size(s).bands[1].from = 4; },
                  "indicators[size].bands[1]", "gap after 2"},
        FaultCase{"BandsThatOverlap",
                  [](Standard& s) { Size(s).bands[1].from = 2; },
                  "indicators[size].bands[1]", "overlaps"},
        FaultCase{"BandTurnedRound",
                  [](Standard& s) { Size(s).bands[1].to = 2; },
                  "indicators[size].bands[1]", "ends before"},
        FaultCase{
            "DependantsNotSaid",
            [](Standard& s) { Size(s).derived = DerivedFact::kDependants; },
            "indicators[size]", "who they are"},
        FaultCase{
            "AreaQuestionNotSaid",
            [](Standard& s) { Size(s).derived = DerivedFact::kAreaPerPerson; },
            "indicators[size]", "area_question"},
        FaultCase{"GuardWithoutDependants",
                  [](Standard& s) {
                    Size(s).guard = {true, Sure()};
                  },
                  "indicators[size].guard", "who they are"},
        FaultCase{"GuardWithoutSource",
                  [](Standard& s) {
                    Size(s).guard = {true, {"", Mark::kVerified}};
                  },
                  "indicators[size].guard.origin", "no source"},
        FaultCase{"NoMark",
                  [](Standard& s) {
                    s.indicators[0].origin.mark = Mark::kUnspecified;
                  },
                  "indicators[wall].origin", "no mark"},
        FaultCase{"NoSource",
                  [](Standard& s) { s.deprivations[1].origin.source.clear(); },
                  "deprivations[lack.2].origin", "no source"},
        FaultCase{
            "TrainingMarkOutsideTraining",
            [](Standard& s) { s.class_rules[0].origin.mark = Mark::kTraining; },
            "class_rules[rural].origin", "not for training"},
        FaultCase{"NoUrbanClassRule",
                  [](Standard& s) { s.class_rules.pop_back(); },
                  "class_rules[urban]", "missing"},
        FaultCase{
            "TwoRuralClassRules",
            [](Standard& s) { s.class_rules.push_back(s.class_rules[0]); },
            "class_rules[rural]", "more than once"},
        FaultCase{"LimitsNotInOrder",
                  [](Standard& s) { s.class_rules[0].poor_alone_up_to = 10; },
                  "class_rules[rural]", "not below up_to"},
        FaultCase{"LackThatCannotBeReached",
                  [](Standard& s) { s.class_rules[0].deprived_from = 40; },
                  "class_rules[rural]", "not within 1 and 30"},
        FaultCase{"NoPointsOfDeprivation",
                  [](Standard& s) { s.points_per_deprivation = 0; },
                  "points_per_deprivation", "at least 1"},
        FaultCase{"DeprivationTwice",
                  [](Standard& s) { s.deprivations[1].code = "lack.1"; },
                  "deprivations[lack.1]", "code of another"},
        FaultCase{"NumbersNotInOrder",
                  [](Standard& s) { s.deprivations[1].number = 3; },
                  "deprivations[lack.2]", "number 3 after number 1"},
        FaultCase{"NoRule", [](Standard& s) { s.deprivations[0].rule = {}; },
                  "deprivations[lack.1].rule", "no rule"},
        FaultCase{
            "ShareOfAll",
            [](Standard& s) {
              s.deprivations[0].rule = ShareAbove{100, {{{{.age_below = 16}}}}};
            },
            "deprivations[lack.1].rule", "1 to 99"},
        FaultCase{"AgeThatNobodyHas",
                  [](Standard& s) {
                    s.deprivations[0].rule =
                        Anyone({.age_from = 16, .age_below = 16});
                  },
                  "deprivations[lack.1].rule.any_member[0].all[0]", "no age"},
        FaultCase{"ConditionOnNothing",
                  [](Standard& s) { s.deprivations[0].rule = Anyone({}); },
                  "deprivations[lack.1].rule.any_member[0].all[0]",
                  "everybody"},
        FaultCase{"AnswersToNothing",
                  [](Standard& s) {
                    s.deprivations[0].rule = Anyone({.answers = {"yes"}});
                  },
                  "deprivations[lack.1].rule.any_member[0].all[0]",
                  "no question"},
        FaultCase{"AnswerTheTableDoesNotList",
                  [](Standard& s) {
                    s.deprivations[0].rule = HouseholdAnswer{"wall", {"mud"}};
                  },
                  "deprivations[lack.1].rule", "'mud' of question 'wall'"},
        FaultCase{"CountsMoreThanThereAre",
                  [](Standard& s) {
                    s.deprivations[0].rule = AtLeast{2, {"a"}, {"yes"}};
                  },
                  "deprivations[lack.1].rule", "2 of 1"},
        FaultCase{"AreaOfNothing",
                  [](Standard& s) {
                    s.deprivations[0].rule = AreaPerPersonBelow{"area", 0};
                  },
                  "deprivations[lack.1].rule", "at least 1"},
        FaultCase{"LineWithoutAmount",
                  [](Standard& s) {
                    s.income_lines = {{Settlement::kRural, 0, Sure()}};
                  },
                  "income_lines[0]", "no amount"}),
    [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace rasoat::scoring
