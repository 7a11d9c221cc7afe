#include "tests/unit/scoring/training_household.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace rasoat::scoring {
namespace {

using api::v1::Answer;

class Maker {
 public:
  explicit Maker(std::mt19937& chance) : chance_(chance) {}

  api::v1::HouseholdFacts Make() {
    const bool urban = Of(4) == 0;
    facts_.set_settlement(urban ? api::v1::SETTLEMENT_URBAN
                                : api::v1::SETTLEMENT_RURAL);
    facts_.set_region(static_cast<api::v1::Region>(1 + Of(6)));
    facts_.set_review_date("2021-10-10");
    // Poorer and richer households, so that all classes occur.
    const int wealth = Of(10);
    House(wealth);
    const int members = 1 + Of(8);
    for (int i = 0; i < members; ++i) Member(i, i == 0 ? 15 + Of(70) : Of(90));
    return std::move(facts_);
  }

 private:
  int Of(int n) { return static_cast<int>(chance_() % n); }
  const char* Any(std::initializer_list<const char*> options) {
    return options.begin()[Of(static_cast<int>(options.size()))];
  }

  template <class Answers>
  static Answer& Add(Answers& to, const char* question) {
    Answer& answer = *to.Add();
    answer.set_question(question);
    return answer;
  }

  void Several(const char* question, std::initializer_list<const char*> options,
               int wealth) {
    auto& chosen = *Add(*facts_.mutable_answers(), question).mutable_choices();
    for (const char* option : options) {
      if (Of(14) < wealth) chosen.add_options(option);
    }
  }

  void House(int wealth) {
    auto& answers = *facts_.mutable_answers();
    for (const char* part : {"house.wall", "house.column", "house.roof"}) {
      Add(answers, part)
          .set_choice(Of(10) < wealth ? "durable" : "non_durable");
    }
    Add(answers, "house.area").set_number(100 + Of(600 + 150 * wealth));
    Add(answers, "water.source")
        .set_choice(Any({"piped", "drilled_well", "protected_dug_well",
                         "protected_spring", "rainwater", "bottled", "other"}));
    Add(answers, "toilet.kind")
        .set_choice(Any({"septic", "pour_flush", "ventilated_pit",
                         "double_vault", "other", "none"}));
    Several("info.devices",
            {"tv", "radio", "desktop", "landline", "laptop", "tablet",
             "smartphone"},
            wealth);
    Several("assets",
            {"audio", "car", "motorbike", "fridge", "air_conditioner",
             "washing_machine", "water_heater", "microwave", "boat"},
            wealth);
    Add(answers, "electricity.kwh").set_number(Of(20 + 30 * wealth));
    Add(answers, "land.crops").set_number(Of(12000));
    Add(answers, "livestock.large").set_number(Of(6));
    Add(answers, "livestock.small").set_number(Of(30));
    Add(answers, "merit").set_yes(Of(20) == 0);
    Several("causes", {"1", "2", "3"}, 5);
  }

  void Member(int number, int age) {
    api::v1::MemberFacts& member = *facts_.add_members();
    member.set_member(absl::StrFormat("%02d", number + 1));
    // Born before the review date's day of the year: `age` is completed.
    member.set_birth_date(
        absl::StrFormat("%04d-%02d-%02d", 2021 - age, 1 + Of(9), 1 + Of(28)));
    member.set_sex(Of(2) == 0 ? api::v1::SEX_MALE : api::v1::SEX_FEMALE);
    auto& answers = *member.mutable_answers();
    if (age >= 3 && age < 31) {
      Add(answers, "member.school")
          .set_choice(age < 8    ? Any({"preschool", "primary", "none"})
                      : age < 16 ? Any({"primary", "lower_secondary", "none"})
                                 : Any({"lower_secondary", "upper_secondary",
                                        "vocational", "higher", "none"}));
    }
    if (age >= 15) Adult(answers, age);
    if (age >= 16 && age < 31) {
      Add(answers, "member.training_certificate").set_yes(Of(3) == 0);
    }
    if (age >= 40) Add(answers, "member.pension").set_yes(Of(5) == 0);
    Add(answers, "member.allowance").set_yes(age > 70);
    Add(answers, "member.no_labour_capacity").set_yes(Of(15) == 0);
    Add(answers, "member.health_insurance").set_yes(Of(8) != 0);
    if (age < 16) {
      Add(answers, "member.nutrition")
          .set_choice(Any({"normal", "normal", "normal", "stunted",
                           "underweight", "stunted_and_underweight"}));
    }
    if (age >= 6) Add(answers, "member.internet").set_yes(Of(3) == 0);
  }

  template <class Answers>
  void Adult(Answers& answers, int age) {
    Add(answers, "member.certificate")
        .set_choice(
            age < 20 ? Any({"none", "primary", "lower_secondary", "vocational"})
                     : Any({"none", "primary", "lower_secondary",
                            "upper_secondary", "vocational", "higher"}));
    const std::string work =
        age < 18 ? Any({"wage", "farm", "unemployed", "not_seeking", "unable"})
                 : Any({"public", "wage", "own_non_farm", "farm", "unemployed",
                        "not_seeking", "unable"});
    Add(answers, "member.work").set_choice(work);
    if (work == "public" || work == "wage") {
      Add(answers, "member.contract").set_yes(Of(2) == 0);
    }
  }

  std::mt19937& chance_;
  api::v1::HouseholdFacts facts_;
};

}  // namespace

api::v1::HouseholdFacts TrainingHousehold(std::mt19937& chance) {
  return Maker(chance).Make();
}

}  // namespace rasoat::scoring
