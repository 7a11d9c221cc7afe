#include "tests/census/answers.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "tests/census/chance.h"

namespace rasoat::census {
namespace {

using api::v1::Answer;
using registry::v1::AskedWhen;
using registry::v1::Form;
using registry::v1::Household;
using registry::v1::Member;
using registry::v1::Question;
using Answers = google::protobuf::RepeatedPtrField<Answer>;

/// How a question is answered by the needy, the modest and the well off:
/// weights of the options, or percent of yes, or percent of each option of a
/// multi-select question; a number is drawn between the two.
struct Profile {
  std::vector<int> needy, modest, well_off;
};

const std::map<std::string, Profile>& Profiles() {
  static const auto* const profiles = new std::map<std::string, Profile>{
      {"house.wall", {{55, 45}, {90, 10}, {99, 1}}},
      {"house.column", {{55, 45}, {90, 10}, {99, 1}}},
      {"house.roof", {{55, 45}, {90, 10}, {99, 1}}},
      {"house.area", {{180, 600}, {400, 1000}, {700, 2400}}},
      {"water.source",
       {{5, 30, 25, 10, 5, 0, 25},
        {25, 40, 20, 5, 5, 0, 5},
        {60, 30, 5, 1, 2, 2, 0}}},
      {"toilet.kind",
       {{25, 20, 5, 10, 25, 15}, {70, 15, 3, 5, 6, 1}, {97, 2, 1, 0, 0, 0}}},
      {"info.devices",
       {{40, 5, 0, 1, 0, 0, 35},
        {90, 10, 5, 2, 8, 3, 85},
        {98, 15, 25, 5, 40, 20, 98}}},
      {"assets",
       {{2, 0, 45, 15, 0, 3, 3, 0, 0},
        {15, 3, 88, 80, 15, 40, 35, 5, 1},
        {40, 25, 97, 98, 70, 90, 85, 35, 1}}},
      {"electricity.kwh", {{0, 60}, {50, 160}, {120, 450}}},
      {"land.crops", {{0, 1500}, {0, 5000}, {0, 9000}}},
      {"livestock.large", {{0, 1}, {0, 4}, {0, 6}}},
      {"livestock.small", {{0, 2}, {0, 20}, {0, 60}}},
      {"merit", {{5}, {7}, {7}}},
      {"causes",
       {{20, 35, 30, 20, 25, 30, 25, 2},
        {0, 0, 0, 0, 0, 0, 0, 0},
        {0, 0, 0, 0, 0, 0, 0, 0}}},
      {"assistance",
       {{40, 30, 35, 40, 35, 5}, {10, 5, 10, 15, 3, 1}, {0, 0, 0, 0, 0, 0}}},
      {"member.training_certificate", {{2}, {10}, {15}}},
      {"member.work",
       {{0, 10, 3, 55, 12, 8, 12},
        {3, 30, 12, 40, 2, 11, 2},
        {15, 35, 25, 10, 0, 14, 1}}},
      {"member.contract", {{25}, {75}, {97}}},
      {"member.pension", {{0}, {4}, {20}}},
      {"member.allowance", {{10}, {4}, {3}}},
      {"member.no_labour_capacity", {{10}, {2}, {1}}},
      {"member.health_insurance", {{75}, {96}, {99}}},
      {"member.nutrition", {{75, 12, 8, 5}, {94, 3, 2, 1}, {98, 1, 1, 0}}},
      {"member.internet", {{30}, {80}, {95}}},
      {"member.certificate",
       {{25, 40, 28, 6, 1, 0}, {3, 15, 42, 28, 9, 3}, {0, 3, 22, 35, 18, 22}}},
  };
  return *profiles;
}

int AgeOn(absl::CivilDay day, const std::string& birth_date) {
  absl::CivilDay born;
  absl::ParseCivilTime(birth_date, &born);
  const bool before_birthday =
      std::pair(day.month(), day.day()) < std::pair(born.month(), born.day());
  return static_cast<int>(day.year() - born.year()) - before_birthday;
}

bool Gave(const Answers& answers, const AskedWhen& when) {
  for (const Answer& a : answers) {
    if (a.question() != when.question()) continue;
    auto wanted = [&](const std::string& code) {
      return std::count(when.answers().begin(), when.answers().end(), code) > 0;
    };
    if (a.has_yes()) return wanted(a.yes() ? "yes" : "no");
    if (a.has_choice()) return wanted(a.choice());
    const auto& chosen = a.choices().options();
    return std::any_of(chosen.begin(), chosen.end(), wanted);
  }
  return false;
}

/// `age` is that of the member; 0 for questions about the household.
bool IsAsked(const Question& question, const Answers& given, int age) {
  for (const AskedWhen& when : question.asked_when()) {
    if (age < when.age_from()) return false;
    if (when.age_below() > 0 && age >= when.age_below()) return false;
    if (!when.question().empty() && !Gave(given, when)) return false;
  }
  return true;
}

/// Most children are at the school of their age.
std::string School(Chance& chance, int age, bool needy) {
  const int at_school = needy ? 88 : 98;
  if (age < 18 && !chance.Percent(age < 16 ? at_school : at_school - 20)) {
    return "none";
  }
  if (age < 6) return "preschool";
  if (age < 12) return "primary";
  if (age < 16) return "lower_secondary";
  if (age < 18) return "upper_secondary";
  if (age < 22 && chance.Percent(needy ? 5 : 35)) return "higher";
  return "none";
}

/// Who is too young for an answer gives one that is possible: at no age below
/// those that the standard for training takes for a contradiction.
std::string Fitting(std::string option, int age) {
  if (option == "higher" && age < 20) option = "upper_secondary";
  if (option == "upper_secondary" && age < 17) option = "lower_secondary";
  if (option == "public" && age < 18) option = "wage";
  return option;
}

/// Draws answers for one household.
class Respondent {
 public:
  Respondent(std::uint64_t seed, std::uint64_t index)
      : chance_(seed, "answers", index), tier_(chance_.Weighted({8, 32, 60})) {}

  void AnswerAll(const google::protobuf::RepeatedPtrField<Question>& questions,
                 int age, Answers& answers) {
    for (const Question& q : questions) {
      if (!IsAsked(q, answers, age)) continue;
      Answer answer;
      answer.set_question(q.code());
      Fill(q, age, answer);
      *answers.Add() = std::move(answer);
    }
  }

 private:
  const std::vector<int>& Weights(const Question& q) const {
    const Profile& p = Profiles().at(q.code());
    return tier_ == 0 ? p.needy : tier_ == 1 ? p.modest : p.well_off;
  }

  void Fill(const Question& q, int age, Answer& answer) {
    if (q.code() == "member.school") {
      answer.set_choice(School(chance_, age, tier_ == 0));
      return;
    }
    switch (q.kind()) {
      case registry::v1::QUESTION_KIND_CHOICE:
        answer.set_choice(
            Fitting(q.options(chance_.Weighted(Weights(q))).code(), age));
        break;
      case registry::v1::QUESTION_KIND_CHOICES:
        answer.mutable_choices();
        for (int i = 0; i < q.options_size(); ++i) {
          if (chance_.Percent(Weights(q)[i])) {
            answer.mutable_choices()->add_options(q.options(i).code());
          }
        }
        break;
      case registry::v1::QUESTION_KIND_NUMBER:
        answer.set_number(chance_.Between(Weights(q)[0], Weights(q)[1]));
        break;
      case registry::v1::QUESTION_KIND_YES_NO:
        answer.set_yes(chance_.Percent(Weights(q)[0]));
        break;
      default:
        answer.set_text("Hoàn cảnh riêng (giả lập)");
    }
  }

  Chance chance_;
  const int tier_;  // 0 needy, 1 modest, 2 well off
};

}  // namespace

registry::v1::Survey FillForm(const Form& form, const Household& household,
                              absl::CivilDay day, std::uint64_t seed,
                              std::uint64_t index) {
  Respondent respondent(seed, index);
  registry::v1::Survey survey;
  survey.set_household(household.name());
  survey.set_form(form.name());
  survey.set_review_date(absl::FormatCivilTime(day));
  respondent.AnswerAll(form.household_questions(), 0,
                       *survey.mutable_answers());
  for (const Member& member : household.members()) {
    registry::v1::MemberAnswers& about = *survey.add_members();
    about.set_member_id(member.member_id());
    respondent.AnswerAll(form.member_questions(),
                         AgeOn(day, member.birth_date()),
                         *about.mutable_answers());
  }
  return survey;
}

}  // namespace rasoat::census
