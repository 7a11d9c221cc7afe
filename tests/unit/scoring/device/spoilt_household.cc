#include "tests/unit/scoring/device/spoilt_household.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <limits>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tests/unit/scoring/training_household.h"

namespace rasoat::scoring {
namespace {

using api::v1::Answer;
using api::v1::HouseholdFacts;
using api::v1::MemberFacts;

constexpr const char* kDates[] = {
    "2020-02-29",  "2000-02-29", "1996-02-29", "2021-02-28", "2021-03-01",
    "2021-10-10",  "2021-10-11", "2006-10-10", "2006-10-11", "1900-01-01",
    "0000-01-01",  "2021-02-29", "1900-02-29", "2021-00-10", "2021-13-01",
    "2021-04-31",  "2021-1-01",  "2021-10-1O", "10-10-2021", "2021-10-10 ",
    "2021-10-1\n", "",           "ngày sinh"};
constexpr int kRealDates = 11;  // the first of them
constexpr const char* kOptions[] = {
    "durable", "none", "primary", "yes", "no",     "car",    "tv",
    "piped",   "wage", "other",   "",    "“Khác”", "a,b",    "<b>",
    "higher",  "boat", "public",  "Yes", "unable", "septic", "stunted"};
constexpr const char* kIds[] = {"",           "1",      "10", "2",   "é",
                                "\U0001F3E0", "\uE000", "a]", "A\"", "\uFFFD"};
constexpr const char* kQuestions[] = {"house.wall",  "assets", "member.school",
                                      "nobody.asks", "",       "house.area"};

class Spoiler {
 public:
  Spoiler(const Standard& standard, std::mt19937& chance)
      : standard_(standard), chance_(chance) {}

  void Spoil(HouseholdFacts& facts) {
    switch (Below(16)) {
      case 0:
      case 1:
      case 2:
      case 3:
        return SpoilAnswers(*facts.mutable_answers());
      case 4:
        return facts.set_review_date(
            absl::FormatCivilTime(standard_.valid_from - Below(2)));
      case 5:
        return facts.set_review_date(absl::FormatCivilTime(
            standard_.valid_to.value_or(absl::CivilDay(2023, 3, 1)) -
            Below(2)));
      case 6:
        return facts.set_review_date(AnyOf(kDates));
      case 7:
        return facts.clear_region();
      case 8:
        return facts.set_settlement(static_cast<api::v1::Settlement>(Below(3)));
      case 9:
        return Declare(facts);
      case 10:
        return Crowd(facts);
      case 11:
        std::shuffle(facts.mutable_members()->pointer_begin(),
                     facts.mutable_members()->pointer_end(), chance_);
        std::shuffle(facts.mutable_answers()->pointer_begin(),
                     facts.mutable_answers()->pointer_end(), chance_);
        return;
      default:
        if (facts.members_size() == 0) return;
        return SpoilMember(*facts.mutable_members(Below(facts.members_size())),
                           facts);
    }
  }

  int Below(int end) { return static_cast<int>(chance_() % end); }

 private:
  template <std::size_t kSize>
  const char* AnyOf(const char* const (&of)[kSize]) {
    return of[Below(kSize)];
  }

  void SpoilMember(MemberFacts& member, HouseholdFacts& facts) {
    switch (Below(9)) {
      case 0:
        return member.set_birth_date(AnyOf(kDates));
      case 1:
      case 2:
        return member.set_birth_date(kDates[Below(kRealDates)]);
      case 3:
        // Each the next one: in another order than they stand.
        for (int i = Below(5); MemberFacts & one : *facts.mutable_members()) {
          one.set_member(kIds[i++ % std::size(kIds)]);
        }
        return;
      case 4:
        *facts.add_members() = MemberFacts(member);
        return;
      case 5:
        if (Below(4) == 0) facts.clear_members();
        return;
      default:
        return SpoilAnswers(*member.mutable_answers());
    }
  }

  template <class Answers>
  void SpoilAnswers(Answers& answers) {
    if (answers.empty() || Below(12) == 0) {
      Answer& more = *answers.Add();
      more.set_question(AnyOf(kQuestions));
      return SpoilValue(more);
    }
    const int at = Below(answers.size());
    switch (Below(6)) {
      case 0:
        return answers.DeleteSubrange(at, 1);
      case 1: {
        Answer again(answers.Get(at));
        if (Below(2) == 0) SpoilValue(again);
        *answers.Add() = std::move(again);
        return;
      }
      default:
        return SpoilValue(*answers.Mutable(at));
    }
  }

  void SpoilValue(Answer& answer) {
    switch (Below(8)) {
      case 0:
        return answer.set_choice(AnyOf(kOptions));
      case 1:
        return answer.set_yes(Below(2) != 0);
      case 2:
        return answer.set_number(Below(5) - 2);
      case 3:
        return answer.set_number(AnyNumber());
      case 4:
        return answer.set_text("ghi chú");
      case 5:
        return answer.clear_value();
      default:
        break;
    }
    if (Below(3) == 0) answer.clear_value();
    auto& options = *answer.mutable_choices()->mutable_options();
    for (int more = Below(4); more > 0; --more) {
      *options.Add() = AnyOf(kOptions);
    }
    if (!options.empty() && Below(3) == 0) {
      *options.Add() = std::string(options.Get(Below(options.size())));
    }
  }

  std::int64_t AnyNumber() {
    switch (Below(4)) {
      case 0:
        return std::numeric_limits<std::int64_t>::max() - Below(2);
      case 1:
        return std::numeric_limits<std::int64_t>::min() + Below(2);
      default:
        return std::int64_t{1} << Below(63);
    }
  }

  void Declare(HouseholdFacts& facts) {
    api::v1::DeclaredTotals& declared = *facts.mutable_declared();
    declared.set_b1(Below(8) == 0 ? static_cast<int>(chance_())
                                  : Below(40) * 5);
    if (Below(10) == 0) declared.clear_b1();
    for (const Deprivation& deprivation : standard_.deprivations) {
      if (Below(4) == 0) declared.add_deprivations(deprivation.code);
    }
    if (declared.deprivations_size() > 0 && Below(6) == 0) {
      declared.add_deprivations(std::string(declared.deprivations(0)));
    }
    if (Below(6) == 0) declared.add_deprivations(AnyOf(kOptions));
  }

  /// Makes it a house with many people, nearly as many as a device takes.
  void Crowd(HouseholdFacts& facts) {
    if (facts.members_size() == 0) return;
    const int people = Below(12) == 0 ? 250 : 1 + Below(70);
    while (facts.members_size() < people) {
      MemberFacts more(facts.members(Below(facts.members_size())));
      more.set_member(absl::StrFormat("%d", 1000 - facts.members_size()));
      *facts.add_members() = std::move(more);
    }
  }

  const Standard& standard_;
  std::mt19937& chance_;
};

}  // namespace

HouseholdFacts PerhapsSpoiltHousehold(const Standard& standard,
                                      std::mt19937& chance) {
  HouseholdFacts facts = TrainingHousehold(chance);
  Spoiler spoiler(standard, chance);
  const bool declared = standard.declared_only && spoiler.Below(8) != 0;
  if (declared) facts.mutable_declared()->set_b1(spoiler.Below(250));
  if (spoiler.Below(5) > 1) return facts;
  for (int ways = 1 + spoiler.Below(3); ways > 0; --ways) spoiler.Spoil(facts);
  return facts;
}

}  // namespace rasoat::scoring
