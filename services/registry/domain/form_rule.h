// Rules across the answers of a form: data of the form.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "services/registry/domain/person_rules.h"

namespace rasoat::registry {

struct Form;

/// What a broken rule means for a survey.
enum class RuleSeverity { kUnspecified, kError, kWarning };

/// What a rule asks about: the household with its members taken together, or
/// each member by itself.
enum class RuleScope { kUnspecified, kHousehold, kMember };

/// A question that a rule reads.
struct RuledQuestion {
  std::string code;
  bool of_household = false;  ///< Found by PrepareRules.
  int place = -1;             ///< In its list; found by PrepareRules.
};

/// The sum of number answers, compared. What a question that is not asked
/// would add is nothing; one of them at least must be answered.
struct NumberCondition {
  std::vector<RuledQuestion> sum_of;
  bool per_member = false;                ///< Divided by the members, exactly.
  std::optional<std::int64_t> at_least;   ///< Counts.
  std::optional<std::int64_t> below;      ///< Does not count.
  std::optional<RuledQuestion> above_of;  ///< Greater than its answer.
};

struct RuleCondition;

/// How many members meet conditions.
struct MembersCondition {
  std::vector<RuleCondition> who;  ///< All must hold; none: every member.
  int at_least = 0;                ///< Counts.
  std::optional<int> at_most;      ///< Counts.
};

/// One thing that must be so for a rule to be broken: everything given in it.
/// Where an answer it hangs on is not there, it does not hold, even turned
/// round.
struct RuleCondition {
  std::optional<RuledQuestion> question;
  std::vector<std::string> answers;  ///< One of these, or "yes" and "no".
  int age_from = 0;                  ///< In completed years, counts.
  int age_below = 0;                 ///< Does not count; 0: no upper end.
  Sex sex = Sex::kUnspecified;
  std::optional<NumberCondition> number;
  std::optional<MembersCondition> members;
  bool otherwise = false;  ///< Holds if what is given does not.
};

/// A rule, broken when all its conditions hold.
struct FormRule {
  std::string code;
  RuleSeverity severity = RuleSeverity::kUnspecified;
  RuleScope scope = RuleScope::kUnspecified;
  std::vector<RuleCondition> broken_when;
  RuledQuestion at;  ///< Where the fault is shown.
  std::string vi;
  std::string en;
  bool marked = false;  ///< Says how sure we are of it.
};

/// Finds the questions that the rules of a form name, and tells what is wrong
/// with them as `CODE: what`: a code malformed or repeated; severity, scope,
/// message or mark missing; a condition that says nothing or that nothing can
/// meet; a question unknown, of another kind, or that cannot be answered so; in
/// a rule about a household an age, a sex or a member's question; in one about
/// a member a count of members.
std::vector<std::string> PrepareRules(Form& form);

}  // namespace rasoat::registry
