#include "services/registry/domain/form_rule.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/registry/domain/form.h"

namespace rasoat::registry {
namespace {

// Sums of answers and products with the number of members stay far inside 64
// bits.
constexpr std::int64_t kLargestRuled = 1'000'000'000'000;

bool RuleCodeFits(const std::string& code) {
  return !code.empty() && code.size() <= 64 && absl::ascii_isupper(code[0]) &&
         std::all_of(code.begin(), code.end(), [](char c) {
           return absl::ascii_isupper(c) || absl::ascii_isdigit(c) || c == '_';
         });
}

bool Small(std::int64_t number) {
  return number >= -kLargestRuled && number <= kLargestRuled;
}

/// Prepares one rule and gathers its faults.
class Preparation {
 public:
  Preparation(const Form& form, FormRule& rule,
              std::vector<std::string>& faults)
      : form_(form), rule_(rule), faults_(faults) {}

  void Run() {
    if (!RuleCodeFits(rule_.code)) Fault("the code is malformed");
    if (rule_.severity == RuleSeverity::kUnspecified) {
      Fault("the severity is missing");
    }
    if (rule_.vi.empty() || rule_.en.empty()) Fault("a message is missing");
    if (!rule_.marked) Fault("the mark is missing");
    if (rule_.scope == RuleScope::kUnspecified) {
      Fault("the scope is missing");
      return;
    }
    const bool of_members = rule_.scope == RuleScope::kMember;
    FindAt(of_members);
    if (rule_.broken_when.empty()) Fault("it says nothing");
    for (RuleCondition& condition : rule_.broken_when) {
      Prepare(condition, of_members);
    }
  }

 private:
  void Fault(absl::string_view what) {
    faults_.push_back(absl::StrCat(rule_.code, ": ", what));
  }

  void FindAt(bool of_members) {
    const QuestionList& list = of_members ? form_.member : form_.household;
    rule_.at.of_household = !of_members;
    rule_.at.place = list.Find(rule_.at.code);
    if (rule_.at.place < 0) {
      Fault(absl::StrCat("it is shown at '", rule_.at.code,
                         "', which its scope does not ask"));
    }
  }

  /// The question, or null after telling that there is none.
  const Question* Find(RuledQuestion& question, bool of_members) {
    question.of_household = false;
    question.place = of_members ? form_.member.Find(question.code) : -1;
    if (question.place >= 0) {
      return &form_.member.questions[question.place];
    }
    question.of_household = true;
    question.place = form_.household.Find(question.code);
    if (question.place >= 0) {
      return &form_.household.questions[question.place];
    }
    Fault(absl::StrCat("there is no question '", question.code,
                       "' for it to read"));
    return nullptr;
  }

  void PrepareNumber(RuledQuestion& question, bool of_members) {
    const Question* found = Find(question, of_members);
    if (found == nullptr) return;
    if (found->kind != QuestionKind::kNumber) {
      Fault(absl::StrCat("'", question.code, "' is not a number"));
    } else if (!Small(found->minimum) || !Small(found->maximum)) {
      Fault(absl::StrCat("the range of '", question.code, "' is too wide"));
    }
  }

  void Prepare(NumberCondition& number, bool of_members) {
    if (number.sum_of.empty()) Fault("a number is the sum of nothing");
    if (!number.at_least && !number.below && !number.above_of) {
      Fault("a number is compared with nothing");
    }
    if (number.at_least && number.below && *number.below <= *number.at_least) {
      Fault("no number meets the condition");
    }
    if (!Small(number.at_least.value_or(0)) ||
        !Small(number.below.value_or(0))) {
      Fault("a limit is too large");
    }
    for (RuledQuestion& question : number.sum_of) {
      PrepareNumber(question, of_members);
    }
    if (number.above_of) PrepareNumber(*number.above_of, of_members);
  }

  void Prepare(MembersCondition& members) {
    if (members.at_least == 0 && !members.at_most) {
      Fault("a count of members is compared with nothing");
    }
    if (members.at_least < 0 ||
        (members.at_most && *members.at_most < members.at_least)) {
      Fault("no count of members meets the condition");
    }
    for (RuleCondition& who : members.who) Prepare(who, /*of_members=*/true);
  }

  void PrepareAnswers(RuleCondition& condition, bool of_members) {
    if (!condition.question) {
      if (!condition.answers.empty()) {
        Fault("a condition has answers without a question");
      }
      return;
    }
    const Question* question = Find(*condition.question, of_members);
    if (question == nullptr) return;
    if (condition.answers.empty()) Fault("a condition names no answer");
    for (const std::string& answer : condition.answers) {
      if (!question->CanBeAnswered(answer)) {
        Fault(absl::StrCat("'", condition.question->code,
                           "' cannot be answered with '", answer, "'"));
      }
    }
  }

  void Prepare(RuleCondition& condition, bool of_members) {
    const bool has_age = condition.age_from != 0 || condition.age_below != 0;
    const bool has_sex = condition.sex != Sex::kUnspecified;
    if (!condition.question && !has_age && !has_sex && !condition.number &&
        !condition.members) {
      Fault("a condition says nothing");
    }
    if ((has_age || has_sex) && !of_members) {
      Fault("a household has neither age nor sex");
    }
    if (condition.age_from < 0 || condition.age_below < 0 ||
        (condition.age_below != 0 &&
         condition.age_below <= condition.age_from)) {
      Fault("no age meets the condition");
    }
    PrepareAnswers(condition, of_members);
    if (condition.number) Prepare(*condition.number, of_members);
    if (condition.members && of_members) {
      Fault("only a rule about the household counts members");
    } else if (condition.members) {
      Prepare(*condition.members);
    }
  }

  const Form& form_;
  FormRule& rule_;
  std::vector<std::string>& faults_;
};

}  // namespace

std::vector<std::string> PrepareRules(Form& form) {
  std::vector<std::string> faults;
  absl::flat_hash_set<std::string> codes;
  for (FormRule& rule : form.rules) {
    if (!codes.insert(rule.code).second) {
      faults.push_back(absl::StrCat(rule.code, ": the code stands twice"));
    }
    Preparation(form, rule, faults).Run();
  }
  return faults;
}

}  // namespace rasoat::registry
