// The forms that are shipped: what each is for, and every rule across answers
// at its edge.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "services/registry/domain/check_rules.h"
#include "services/registry/load/form_shelf.h"
#include "tests/support/source_dir.h"
#include "tests/support/status_matchers.h"

namespace rasoat::registry {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const FormShelf& Shelf() {
  static const auto* const shelf =
      new FormShelf(*FormShelf::Read(SourceDir() + "/services/registry/forms"));
  return *shelf;
}

const FormShelf::Entry& Shipped(const std::string& id) {
  const FormShelf::Entry* entry = Shelf().Find({id});
  if (entry == nullptr) std::abort();
  return *entry;
}

TEST(ShippedForms, SayWhatTheyAreFor) {
  std::map<std::string, FormKind> kinds;
  for (const auto& [id, entry] : Shelf().entries()) {
    kinds[id] = entry.form.kind;
  }
  EXPECT_THAT(
      kinds,
      ElementsAre(std::pair("request-2021", FormKind::kRequest),
                  std::pair("screening-2015-census", FormKind::kScreening),
                  std::pair("screening-training", FormKind::kScreening),
                  std::pair("survey-2021-paper", FormKind::kSurvey),
                  std::pair("survey-2021-training", FormKind::kSurvey),
                  std::pair("survey-2021-training-2", FormKind::kSurvey)));
}

// The threshold is scoring's. Without the ninth item nobody may think that the
// list is whole.
TEST(ShippedForms, ScreeningHasItsItemsAndTheOverride) {
  const v1::Form& census = Shipped("screening-2015-census").shown;
  int verified = 0;
  for (const v1::Question& question : census.household_questions()) {
    verified += question.mark() == v1::MARK_VERIFIED;
  }
  EXPECT_EQ(verified, 8);
  EXPECT_THAT(census.title().en(), testing::HasSubstr("8 of its 9"));
  for (const char* id : {"screening-2015-census", "screening-training"}) {
    const QuestionList& list = Shipped(id).form.household;
    const int reason = list.Find("override.reason");
    const int author = list.Find("override.author");
    ASSERT_GE(reason, 0);
    ASSERT_GE(author, 0);
    EXPECT_EQ(list.questions[reason].asked_when[0].question, "override");
    EXPECT_EQ(list.questions[author].asked_when[0].question, "override");
    EXPECT_FALSE(list.questions[reason].optional);
    EXPECT_FALSE(list.questions[author].optional);
  }
}

TEST(ShippedForms, NothingMadeUpIsCalledVerified) {
  for (const char* id : {"screening-training", "survey-2021-training-2"}) {
    const v1::Form& form = Shipped(id).shown;
    EXPECT_THAT(form.title().en(), testing::HasSubstr("TRAINING")) << id;
    for (const v1::FormRule& rule : form.rules()) {
      EXPECT_NE(rule.mark(), v1::MARK_VERIFIED) << rule.code();
    }
  }
}

std::map<std::string, std::set<std::string>> CodesOf(const Form& form) {
  std::map<std::string, std::set<std::string>> codes;
  for (const QuestionList* list : {&form.household, &form.member}) {
    for (const Question& question : list->questions) {
      auto& options = codes[question.code];
      for (const Option& option : question.options) {
        options.insert(option.code);
      }
    }
  }
  return codes;
}

// Standards and stored answers refer to the codes.
TEST(ShippedForms, TheSecondTrainingFormKeepsTheCodesOfTheFirst) {
  const auto first = CodesOf(Shipped("survey-2021-training").form);
  const auto second = CodesOf(Shipped("survey-2021-training-2").form);
  for (const auto& [code, options] : first) {
    ASSERT_TRUE(second.contains(code)) << code;
    EXPECT_EQ(second.at(code), options) << code;
  }
  EXPECT_EQ(Shipped("survey-2021-training-2").form.deprivations,
            Shipped("survey-2021-training").form.deprivations);
}

TEST(ShippedForms, TheSurveyHasTheEightCauses) {
  const auto codes = CodesOf(Shipped("survey-2021-training-2").form);
  EXPECT_THAT(codes.at("causes"),
              ElementsAre("1", "2", "3", "4", "5", "6", "7", "8"));
  const QuestionList& list = Shipped("survey-2021-training-2").form.household;
  const Question& other = list.questions[list.Find("causes.other")];
  EXPECT_FALSE(other.optional);
  EXPECT_THAT(other.asked_when[0].answers, ElementsAre("8"));
  EXPECT_THAT(codes.at("assistance"), SizeIs(6));
}

/// A member for the rules: age, sex and the answers that matter.
struct Person {
  int age = 0;
  std::vector<Answer> answers;
  Sex sex = Sex::kMale;
};

KnownAnswers Known(const QuestionList& list,
                   const std::vector<Answer>& answers) {
  KnownAnswers known{
      .by_place = std::vector<KnownAnswer>(list.questions.size()),
      .sent = answers};
  for (const Answer& answer : answers) {
    const int place = list.Find(answer.question);
    if (place < 0) {
      ADD_FAILURE() << answer.question;
      continue;
    }
    known.by_place[place].answer = &answer;
  }
  return known;
}

/// The codes of the rules that a household breaks; what is not given is taken
/// as not asked.
std::set<std::string> Broken(const std::string& id,
                             const std::vector<Answer>& household,
                             const std::vector<Person>& people) {
  const Form& form = Shipped(id).form;
  std::vector<KnownAnswers> members;
  for (const Person& person : people) {
    KnownAnswers known = Known(form.member, person.answers);
    known.age = person.age;
    known.sex = person.sex;
    members.push_back(std::move(known));
  }
  std::vector<Violation> faults;
  std::vector<Violation> warnings;
  CheckRules(form, Known(form.household, household), members, faults, warnings);
  std::set<std::string> codes;
  for (const auto* told : {&faults, &warnings}) {
    for (const Violation& one : *told) codes.insert(one.rule);
  }
  return codes;
}

struct EdgeCase {
  const char* rule;
  std::vector<Answer> household;
  std::vector<Person> broken;
  std::vector<Answer> household_kept;
  std::vector<Person> kept;
};

Answer Is(std::string question, std::string option) {
  return {std::move(question), Choice{std::move(option)}};
}
Answer Yes(std::string question) { return {std::move(question), true}; }
Answer No(std::string question) { return {std::move(question), false}; }
Answer Number(std::string question, std::int64_t number) {
  return {std::move(question), number};
}
Answer Some(std::string question, std::vector<std::string> options) {
  return {std::move(question), Choices{std::move(options)}};
}

/// A rule about one member that an age breaks and the next does not.
EdgeCase Ages(const char* rule, Answer answer, int broken, int kept) {
  return {rule, {}, {{broken, {answer}}}, {}, {{kept, {answer}}}};
}

/// A rule about one member of an age that an answer breaks and another not.
EdgeCase Answers(const char* rule, int age, std::vector<Answer> broken,
                 std::vector<Answer> kept) {
  return {rule, {}, {{age, std::move(broken)}}, {}, {{age, std::move(kept)}}};
}

/// A rule about the household.
EdgeCase House(const char* rule, std::vector<Answer> broken,
               std::vector<Answer> kept, std::vector<Person> people = {{40}}) {
  return {rule, std::move(broken), people, std::move(kept), people};
}

std::vector<EdgeCase> SurveyEdges() {
  return {
      House("AREA_PER_PERSON_SMALL", {Number("house.area", 39)},
            {Number("house.area", 40)}, {{40}, {3}}),
      House("AREA_PER_PERSON_LARGE", {Number("house.area", 6000)},
            {Number("house.area", 5999)}, {{40}, {3}}),
      House("CROP_LAND_EXCEEDED",
            {Number("land.crops", 100), Number("land.perennial", 60),
             Number("land.annual", 41)},
            {Number("land.crops", 100), Number("land.perennial", 60),
             Number("land.annual", 40)}),
      House("NO_LABOUR_DOUBTED", {Some("causes", {"3"})},
            {Some("causes", {"2"})}, {{59, {Is("member.work", "farm")}}}),
      {"NO_LABOUR_DOUBTED",
       {Some("causes", {"3"})},
       {{18, {Is("member.work", "wage")}}},
       {Some("causes", {"3"})},
       {{60, {Is("member.work", "wage")}}}},
      {"MERIT_WITHOUT_MEMBER",
       {Yes("merit")},
       {{40, {No("member.merit")}}},
       {Yes("merit")},
       {{40, {Yes("member.merit")}}}},
      House("MERIT_NOT_TOLD", {No("merit")}, {Yes("merit")},
            {{70, {Yes("member.merit")}}}),
      House("INSTRUMENTS_WITHOUT_POWER",
            {Some("assets", {"fridge"}), Number("electricity.kwh", 0)},
            {Some("assets", {"fridge"}), Number("electricity.kwh", 1)}),
      Ages("PRESCHOOL_TOO_OLD", Is("member.school", "preschool"), 8, 7),
      Ages("PRIMARY_TOO_YOUNG", Is("member.school", "primary"), 4, 5),
      Ages("PRIMARY_TOO_OLD", Is("member.school", "primary"), 15, 14),
      Ages("LOWER_SECONDARY_TOO_YOUNG", Is("member.school", "lower_secondary"),
           9, 10),
      Ages("UPPER_SECONDARY_TOO_YOUNG", Is("member.school", "upper_secondary"),
           13, 14),
      Ages("HIGHER_TOO_YOUNG", Is("member.school", "higher"), 15, 16),
      Ages("VOCATIONAL_TOO_YOUNG", Is("member.school", "vocational"), 12, 13),
      Ages("DEGREE_TOO_YOUNG", Is("member.certificate", "higher"), 19, 20),
      Ages("UPPER_CERTIFICATE_TOO_YOUNG",
           Is("member.certificate", "upper_secondary"), 16, 17),
      Answers("CERTIFICATE_BELOW_SCHOOL", 17,
              {Is("member.school", "upper_secondary"),
               Is("member.certificate", "primary")},
              {Is("member.school", "upper_secondary"),
               Is("member.certificate", "lower_secondary")}),
      Answers("VOCATIONAL_CERTIFICATE_DIFFERS", 30,
              {Is("member.certificate", "vocational"),
               Is("member.vocational_certificate", "none")},
              {Is("member.certificate", "vocational"),
               Is("member.vocational_certificate", "elementary")}),
      Ages("REASON_FINISHED_TOO_YOUNG",
           Is("member.not_at_school_reason", "finished"), 13, 14),
      Ages("WORKS_UNDER_15", Is("member.not_at_school_reason", "work"), 14, 15),
      Ages("PUBLIC_SERVANT_TOO_YOUNG", Is("member.work", "public"), 17, 18),
      Ages("PENSION_AT_WORKING_AGE_MEN", Yes("member.pension"), 54, 55),
      {"PENSION_AT_WORKING_AGE_WOMEN",
       {},
       {{49, {Yes("member.pension")}, Sex::kFemale}},
       {},
       {{50, {Yes("member.pension")}, Sex::kFemale}}},
      Answers("PENSION_WITH_PUBLIC_JOB", 57,
              {Yes("member.pension"), Is("member.work", "public")},
              {Yes("member.pension"), Is("member.work", "farm")}),
      Answers("UNABLE_YET_CAPABLE", 59,
              {Is("member.work", "unable"), No("member.no_labour_capacity")},
              {Is("member.work", "unable"), Yes("member.no_labour_capacity")}),
      Answers("INCAPABLE_YET_WORKS", 30,
              {Is("member.work", "farm"), Yes("member.no_labour_capacity")},
              {Is("member.work", "unable"), Yes("member.no_labour_capacity")}),
      Answers(
          "ALLOWANCE_WITHOUT_GROUND", 59,
          {Yes("member.allowance"), Some("member.condition", {})},
          {Yes("member.allowance"), Some("member.condition", {"disabled"})}),
      Answers("NO_NON_FARM_MONTH", 30, {Number("member.non_farm_months", 0)},
              {Number("member.non_farm_months", 1)}),
      Answers(
          "AWAY_STUDYING_NOT_AT_SCHOOL", 20,
          {Is("member.presence", "away_studying"), Is("member.school", "none")},
          {Is("member.presence", "away_studying"),
           Is("member.school", "higher")}),
  };
}

TEST(ShippedRules, OfTheSurveyBreakAtTheirEdges) {
  std::set<std::string> seen;
  for (const EdgeCase& edge : SurveyEdges()) {
    SCOPED_TRACE(edge.rule);
    seen.insert(edge.rule);
    EXPECT_TRUE(Broken("survey-2021-training-2", edge.household, edge.broken)
                    .contains(edge.rule));
    EXPECT_FALSE(
        Broken("survey-2021-training-2", edge.household_kept, edge.kept)
            .contains(edge.rule));
  }
  for (const FormRule& rule : Shipped("survey-2021-training-2").form.rules) {
    EXPECT_TRUE(seen.contains(rule.code)) << rule.code << " has no test";
  }
}

TEST(ShippedRules, OfTheRequestBreakAtTheirEdges) {
  const auto broken = [](std::vector<Answer> household, Person person) {
    return Broken("request-2021", household, {person});
  };
  EXPECT_THAT(broken({No("request.signed")}, {40}),
              ElementsAre("REQUEST_NOT_SIGNED"));
  EXPECT_THAT(broken({Yes("request.signed")}, {40}), IsEmpty());
  EXPECT_THAT(broken({}, {14, {Is("member.status", "employed")}}),
              ElementsAre("CHILD_EMPLOYED"));
  EXPECT_THAT(broken({}, {15, {Is("member.status", "employed")}}), IsEmpty());
  EXPECT_THAT(broken({}, {0, {Is("member.status", "in_school")}}),
              ElementsAre("INFANT_IN_SCHOOL"));
  EXPECT_THAT(broken({}, {1, {Is("member.status", "in_school")}}), IsEmpty());
}

TEST(ShippedRules, OfTheScreeningWarnOfHouseholdsWithNothing) {
  std::vector<Answer> nothing = {No("override")};
  const QuestionList& list = Shipped("screening-training").form.household;
  for (const Question& question : list.questions) {
    if (question.code.rfind("item.", 0) == 0) {
      nothing.push_back(No(question.code));
    }
  }
  ASSERT_THAT(nothing, SizeIs(10));
  EXPECT_THAT(Broken("screening-training", nothing, {{60}, {14}}),
              ElementsAre("NOTHING_YET_NOT_LISTED"));
  EXPECT_THAT(Broken("screening-training", nothing, {{59}}), IsEmpty());
  EXPECT_THAT(Broken("screening-training", nothing, {{15}}), IsEmpty());
  nothing[3].value = true;
  EXPECT_THAT(Broken("screening-training", nothing, {{60}}), IsEmpty());
}

}  // namespace
}  // namespace rasoat::registry
