#include "services/scoring/flat/encode.h"

#include <algorithm>
#include <variant>

#include "services/scoring/domain/day.h"
#include "services/scoring/flat/compile.h"

namespace rasoat::scoring::flat {
namespace {

/// Adds an option; false if it was chosen before.
bool Choose(const ChoiceQuestion& question, absl::string_view option,
            Chosen& chosen) {
  const int code = question.CodeOf(option);
  if (code == 0) {
    chosen |= kUnnamed;
    return true;
  }
  const Chosen bit = Chosen{1} << code;
  if ((chosen & bit) != 0) return false;
  chosen |= bit;
  return true;
}

/// The set of an answer; 0 if it is not of a kind that every standard can read.
Chosen SetOf(const ChoiceQuestion& question, const Answer& answer) {
  Chosen chosen = kAnswered;
  if (const auto* one = std::get_if<Choice>(&answer.value)) {
    if (question.several || question.yes_no) return 0;
    Choose(question, one->option, chosen);
  } else if (const auto* yes_no = std::get_if<YesNo>(&answer.value)) {
    if (question.several) return 0;
    Choose(question, yes_no->yes ? "yes" : "no", chosen);
  } else if (const auto* some = std::get_if<Choices>(&answer.value)) {
    if (question.one || question.yes_no) return 0;
    for (absl::string_view option : some->options) {
      if (!Choose(question, option, chosen)) return 0;
    }
  } else {
    return 0;
  }
  return chosen;
}

bool Repeated(const std::vector<Answer>& answers, std::size_t until) {
  return std::any_of(answers.begin(), answers.begin() + until,
                     [&](const Answer& earlier) {
                       return earlier.question == answers[until].question;
                     });
}

bool PlaceKnown(const Facts& facts) {
  return facts.settlement == Settlement::kUrban ||
         (facts.settlement == Settlement::kRural &&
          facts.region != Region::kUnspecified);
}

}  // namespace

bool FlatHousehold::Read(const Codebook& codebook, const Facts& facts) {
  if (facts.declared || !PlaceKnown(facts) || facts.members.empty() ||
      facts.members.size() > kMostPeople) {
    return false;
  }
  view_.review_day = DayNumber(facts.review_date);
  view_.urban = facts.settlement == Settlement::kUrban;
  view_.column = static_cast<int>(ColumnOf(facts.settlement, facts.region));
  if (!ReadHousehold(codebook, facts) || !ReadMembers(codebook, facts)) {
    return false;
  }
  view_.choices = choices_.data();
  view_.numbers = numbers_.data();
  view_.people = static_cast<int>(facts.members.size());
  view_.ages = ages_.data();
  view_.member_choices = member_choices_.data();
  return true;
}

bool FlatHousehold::ReadHousehold(const Codebook& codebook,
                                  const Facts& facts) {
  choices_.assign(codebook.choices().size(), 0);
  numbers_.assign(codebook.numbers().size(), kNoNumber);
  for (std::size_t i = 0; i < facts.answers.size(); ++i) {
    const Answer& answer = facts.answers[i];
    if (const int at = codebook.ChoiceAt(answer.question); at >= 0) {
      if (choices_[at] != 0) return false;
      choices_[at] = SetOf(codebook.choices()[at], answer);
      if (choices_[at] == 0) return false;
    } else if (const int place = codebook.NumberAt(answer.question);
               place >= 0) {
      const auto* number = std::get_if<std::int64_t>(&answer.value);
      if (number == nullptr || *number < 0 || numbers_[place] >= 0) {
        return false;
      }
      numbers_[place] = *number;
    } else if (Repeated(facts.answers, i)) {
      return false;
    }
  }
  return true;
}

bool FlatHousehold::ReadMembers(const Codebook& codebook, const Facts& facts) {
  const std::size_t wide = codebook.member_choices().size();
  ages_.clear();
  member_choices_.assign(facts.members.size() * wide, 0);
  for (std::size_t i = 0; i < facts.members.size(); ++i) {
    const Member& member = facts.members[i];
    if (member.birth_date > facts.review_date) return false;
    const int age = CompletedYears(member.birth_date, facts.review_date);
    if (age > kOldest) return false;
    for (std::size_t j = 0; j < i; ++j) {
      if (facts.members[j].id == member.id) return false;
    }
    ages_.push_back(static_cast<std::uint8_t>(age));
    Chosen* chosen = member_choices_.data() + i * wide;
    for (std::size_t k = 0; k < member.answers.size(); ++k) {
      const Answer& answer = member.answers[k];
      const int at = codebook.MemberChoiceAt(answer.question);
      if (at < 0) {
        if (Repeated(member.answers, k)) return false;
        continue;
      }
      if (chosen[at] != 0) return false;
      chosen[at] = SetOf(codebook.member_choices()[at], answer);
      if (chosen[at] == 0) return false;
    }
  }
  return true;
}

}  // namespace rasoat::scoring::flat
