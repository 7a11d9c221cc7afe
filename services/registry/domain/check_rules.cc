#include "services/registry/domain/check_rules.h"

#include <algorithm>
#include <variant>

#include "absl/strings/str_cat.h"
#include "services/registry/domain/text.h"

namespace rasoat::registry {
namespace {

/// Whether something is so; kOpen while an answer is missing.
enum class Truth { kNo, kOpen, kYes };

Truth Both(Truth a, Truth b) { return std::min(a, b); }
Truth TruthOf(bool so) { return so ? Truth::kYes : Truth::kNo; }

/// Judges the conditions of one rule about the household or about one member.
class Judge {
 public:
  Judge(const KnownAnswers& household, absl::Span<const KnownAnswers> members,
        const KnownAnswers* member)
      : household_(household), members_(members), member_(member) {}

  bool Broken(const FormRule& rule) const {
    return All(rule.broken_when) == Truth::kYes;
  }

 private:
  Truth All(const std::vector<RuleCondition>& conditions) const {
    Truth all = Truth::kYes;
    for (const RuleCondition& condition : conditions) {
      all = Both(all, Holds(condition));
      if (all == Truth::kNo) break;
    }
    return all;
  }

  const KnownAnswer& Find(const RuledQuestion& question) const {
    const KnownAnswers& part = question.of_household ? household_ : *member_;
    return part.by_place[question.place];
  }

  Truth Holds(const RuleCondition& condition) const {
    Truth holds = Truth::kYes;
    if (condition.age_from != 0 || condition.age_below != 0) {
      holds = TruthOf(
          member_->age >= condition.age_from &&
          (condition.age_below == 0 || member_->age < condition.age_below));
    }
    if (condition.sex != Sex::kUnspecified) {
      holds = Both(holds, TruthOf(member_->sex == condition.sex));
    }
    if (condition.question) {
      const KnownAnswer& known = Find(*condition.question);
      if (known.answer == nullptr) return WithoutAnswer(known);
      holds = Both(holds, TruthOf(Meets(*known.answer, condition.answers)));
    }
    if (condition.number) {
      bool answered = false;
      const Truth number = Holds(*condition.number, answered);
      if (!answered) return number;
      holds = Both(holds, number);
    }
    if (condition.members) {
      const Truth members = Holds(*condition.members);
      if (members == Truth::kOpen) return Truth::kOpen;
      holds = Both(holds, members);
    }
    if (!condition.otherwise) return holds;
    return TruthOf(holds == Truth::kNo);
  }

  static Truth WithoutAnswer(const KnownAnswer& known) {
    return known.open ? Truth::kOpen : Truth::kNo;
  }

  Truth Holds(const NumberCondition& condition, bool& answered) const {
    std::int64_t sum = 0;
    bool any = false;
    for (const RuledQuestion& question : condition.sum_of) {
      const KnownAnswer& known = Find(question);
      if (known.open) return Truth::kOpen;
      if (known.answer == nullptr) continue;
      sum += std::get<std::int64_t>(known.answer->value);
      any = true;
    }
    if (!any) return Truth::kNo;
    std::int64_t other = 0;
    if (condition.above_of) {
      const KnownAnswer& known = Find(*condition.above_of);
      if (known.answer == nullptr) return WithoutAnswer(known);
      other = std::get<std::int64_t>(known.answer->value);
    }
    // The limits are multiplied rather than the sum divided, so that nothing
    // is rounded.
    const auto shares =
        condition.per_member ? static_cast<std::int64_t>(members_.size()) : 1;
    if (shares == 0) return Truth::kNo;
    answered = true;
    return TruthOf(
        (!condition.at_least || sum >= *condition.at_least * shares) &&
        (!condition.below || sum < *condition.below * shares) &&
        (!condition.above_of || sum > other * shares));
  }

  Truth Holds(const MembersCondition& condition) const {
    int count = 0;
    int open = 0;
    for (const KnownAnswers& member : members_) {
      switch (Judge(household_, members_, &member).All(condition.who)) {
        case Truth::kYes:
          ++count;
          break;
        case Truth::kOpen:
          ++open;
          break;
        case Truth::kNo:
          break;
      }
    }
    const auto fits = [&](int number) {
      return number >= condition.at_least &&
             (!condition.at_most || number <= *condition.at_most);
    };
    const bool least = fits(count);
    for (int more = 1; more <= open; ++more) {
      if (fits(count + more) != least) return Truth::kOpen;
    }
    return TruthOf(least);
  }

  const KnownAnswers& household_;
  const absl::Span<const KnownAnswers> members_;
  const KnownAnswers* const member_;
};

std::string PathOf(const FormRule& rule, const KnownAnswers& part) {
  for (std::size_t i = 0; i < part.sent.size(); ++i) {
    if (part.sent[i].question == rule.at.code) {
      return absl::StrCat(part.path, "[", i, "]");
    }
  }
  return absl::StrCat(part.path, "[", rule.at.code, "]");
}

}  // namespace

void CheckRules(const Form& form, const KnownAnswers& household,
                absl::Span<const KnownAnswers> members,
                std::vector<Violation>& faults,
                std::vector<Violation>& warnings) {
  for (const FormRule& rule : form.rules) {
    std::vector<Violation>& told =
        rule.severity == RuleSeverity::kError ? faults : warnings;
    if (rule.scope == RuleScope::kHousehold) {
      if (Judge(household, members, nullptr).Broken(rule)) {
        Add(told, PathOf(rule, household), rule.code, rule.vi, rule.en);
      }
      continue;
    }
    for (const KnownAnswers& member : members) {
      if (Judge(household, members, &member).Broken(rule)) {
        Add(told, PathOf(rule, member), rule.code, rule.vi, rule.en);
      }
    }
  }
}

}  // namespace rasoat::registry
