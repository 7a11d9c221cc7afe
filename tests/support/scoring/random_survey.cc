#include "tests/support/scoring/random_survey.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace rasoat::scoring {
namespace {

using api::v1::Answer;
using Codes = std::vector<const char*>;
using Answers = google::protobuf::RepeatedPtrField<Answer>;

class Maker {
 public:
  Maker(std::mt19937& chance, const SpoiltRates& rates)
      : chance_(chance), rates_(rates) {}

  api::v1::HouseholdFacts Make() {
    survey_.set_settlement(Of(3) == 0 ? api::v1::SETTLEMENT_URBAN
                                      : api::v1::SETTLEMENT_RURAL);
    survey_.set_region(static_cast<api::v1::Region>(1 + Of(6)));
    review_ = ReviewDay();
    survey_.set_review_date(Written(review_));
    const int members = Of(4) == 0 ? 1 + Of(14) : 1 + Of(5);
    Household(members);
    for (int i = 0; i < members; ++i) Member(i + 1);
    return std::move(survey_);
  }

 private:
  int Of(int n) { return static_cast<int>(chance_() % n); }
  bool InTenThousand(int rate) { return Of(10'000) < rate; }
  template <class T>
  T Any(const std::vector<T>& from) {
    return from[Of(static_cast<int>(from.size()))];
  }

  static std::string Written(absl::CivilDay day) {
    return absl::StrFormat("%04d-%02d-%02d", day.year(), day.month(),
                           day.day());
  }

  absl::CivilDay ReviewDay() {
    if (Of(200) == 0)
      return Of(2) ? absl::CivilDay(2021, 8, 31) : absl::CivilDay(2027, 1, 1);
    using Day = absl::CivilDay;
    return Any<Day>({Day(2021, 10, 10), Day(2021, 9, 1), Day(2026, 12, 31),
                     Day(2023, 2, 28), Day(2023, 3, 1), Day(2024, 2, 28),
                     Day(2024, 2, 29), Day(2024, 3, 1)});
  }

  /// Adds the answer unless chance drops it, spoilt if chance says so.
  void Add(Answers& to, Answer answer, const char* question) {
    answer.set_question(question);
    if (InTenThousand(rates_.missing)) return;
    if (InTenThousand(rates_.unknown)) answer.set_choice("nobody_lists_this");
    if (InTenThousand(rates_.wrong_kind)) answer.set_text("7");
    if (InTenThousand(rates_.repeated)) *to.Add() = answer;
    *to.Add() = answer;
  }
  void Choose(Answers& to, const char* question, const Codes& options) {
    Answer answer;
    answer.set_choice(Any(options));
    Add(to, answer, question);
  }
  void Several(Answers& to, const char* question, const Codes& options,
               int one_in) {
    Answer answer;
    answer.mutable_choices();
    for (const char* option : options) {
      if (Of(one_in) == 0) answer.mutable_choices()->add_options(option);
    }
    Add(to, answer, question);
  }
  void Number(Answers& to, const char* question, std::int64_t number) {
    Answer answer;
    answer.set_number(number);
    Add(to, answer, question);
  }
  void YesNo(Answers& to, const char* question, int one_in) {
    Answer answer;
    answer.set_yes(Of(one_in) == 0);
    Add(to, answer, question);
  }

  void Household(int members) {
    Answers& to = *survey_.mutable_answers();
    for (const char* part : {"house.wall", "house.column", "house.roof"}) {
      Choose(to, part, {"durable", "non_durable"});
    }
    const int edge = Any<int>({80, 80, 200, 300}) * members;
    Number(to, "house.area", edge + Any<int>({-1, 0, 1}));
    Choose(to, "water.source",
           {"piped", "drilled_well", "protected_dug_well", "protected_spring",
            "rainwater", "bottled", "other"});
    Choose(to, "toilet.kind",
           {"septic", "pour_flush", "ventilated_pit", "double_vault", "other",
            "none"});
    Several(to, "info.devices",
            {"tv", "radio", "desktop", "landline", "laptop", "tablet",
             "smartphone"},
            6);
    Several(to, "assets",
            {"audio", "car", "motorbike", "fridge", "air_conditioner",
             "washing_machine", "water_heater", "microwave", "boat"},
            8);
    Number(to, "electricity.kwh",
           Any<int>({0, 24, 25, 49, 50, 99, 100, 149, 150, 5000}));
    Number(to, "land.crops",
           Any<int>({0, 999, 1000, 4999, 5000, 9999, 10000, 1000000}));
    Number(to, "livestock.large", Any<int>({0, 1, 2, 4, 5, 2000}));
    Number(to, "livestock.small", Any<int>({0, 4, 5, 19, 20, 20000}));
    if (rates_.unknown > 0 && Of(50) == 0) {
      Number(to, "electricity.kwh.extra", -1);  // nobody reads it
    }
    std::shuffle(to.begin(), to.end(), chance_);
  }

  absl::CivilDay BirthDay() {
    if (Of(10) == 0) {
      return absl::CivilDay(Any<int>({1960, 1992, 2004, 2008, 2016, 2020}), 2,
                            29);
    }
    const int age = Any<int>({0,  1,  3,  6,  12, 15, 16, 18, 18, 25, 30,
                              31, 31, 40, 40, 45, 50, 60, 61, 61, 75, 90});
    const absl::CivilDay birthday(review_.year() - age, review_.month(),
                                  review_.day());
    const int shift = Any<int>({-1, 0, 1});
    return birthday + (age == 0 && Of(20) != 0 ? std::min(shift, 0) : shift);
  }

  /// Completed years; who was born on 29 February completes one on 1 March
  /// where there is no 29th.
  int YearsSince(absl::CivilDay birth) const {
    const bool to_come = std::pair(review_.month(), review_.day()) <
                         std::pair(birth.month(), birth.day());
    return static_cast<int>(review_.year() - birth.year()) - to_come;
  }

  void Member(int number) {
    api::v1::MemberFacts& member = *survey_.add_members();
    member.set_member(absl::StrFormat("%02d", number));
    if (rates_.repeated > 0 && Of(300) == 0) member.set_member("01");
    const absl::CivilDay birth = BirthDay();
    member.set_birth_date(Written(birth));
    Answers& to = *member.mutable_answers();
    const bool any = InTenThousand(rates_.contradicting);
    const int age = YearsSince(birth);
    Codes schools = {"primary", "lower_secondary", "vocational", "none"};
    if (any || age < 8) schools.push_back("preschool");
    if (any || age >= 14) schools.push_back("upper_secondary");
    if (any || age >= 16) schools.push_back("higher");
    const char* school = Any(schools);
    Choose(to, "member.school", {school});
    Codes certificates = {"none"};
    if (any || school != absl::string_view("preschool")) {
      for (const char* one : {"primary", "lower_secondary", "vocational"}) {
        certificates.push_back(one);
      }
      if (any || age >= 17) certificates.push_back("upper_secondary");
      if (any || age >= 20) certificates.push_back("higher");
    }
    Choose(to, "member.certificate", certificates);
    Codes works = {"wage",       "own_non_farm", "farm",
                   "unemployed", "not_seeking",  "unable"};
    if (any || age >= 18) works.push_back("public");
    Choose(to, "member.work", works);
    YesNo(to, "member.contract", 2);
    YesNo(to, "member.training_certificate", 4);
    YesNo(to, "member.pension", 6);
    YesNo(to, "member.allowance", 6);
    YesNo(to, "member.no_labour_capacity", 8);
    YesNo(to, "member.health_insurance", 2);
    Choose(to, "member.nutrition",
           {"normal", "normal", "normal", "stunted", "underweight",
            "stunted_and_underweight"});
    YesNo(to, "member.internet", 3);
    std::shuffle(to.begin(), to.end(), chance_);
  }

  std::mt19937& chance_;
  const SpoiltRates& rates_;
  absl::CivilDay review_;
  api::v1::HouseholdFacts survey_;
};

}  // namespace

api::v1::HouseholdFacts RandomSurvey(std::mt19937& chance,
                                     const SpoiltRates& rates) {
  return Maker(chance, rates).Make();
}

}  // namespace rasoat::scoring
