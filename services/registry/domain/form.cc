#include "services/registry/domain/form.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/status/error.h"

namespace rasoat::registry {
namespace {

bool CodeFits(absl::string_view code) {
  return !code.empty() && code.size() <= 64 &&
         std::all_of(code.begin(), code.end(), [](char c) {
           return absl::ascii_islower(c) || absl::ascii_isdigit(c) ||
                  c == '.' || c == '_' || c == '-';
         });
}

bool Complete(const Label& label) {
  return !label.vi.empty() && !label.en.empty();
}

bool IsChoice(QuestionKind kind) {
  return kind == QuestionKind::kChoice || kind == QuestionKind::kChoices;
}

/// Gathers what is wrong, naming the question it is wrong with.
class Faults {
 public:
  void At(absl::string_view where, absl::string_view what) {
    faults_.push_back(absl::StrCat(where, ": ", what));
  }
  absl::Status Status() const {
    if (faults_.empty()) return absl::OkStatus();
    return Error(absl::StatusCode::kFailedPrecondition, "FORM_FAULTY",
                 absl::StrJoin(faults_, "; "));
  }

 private:
  std::vector<std::string> faults_;
};

void CheckQuestion(const Question& question, Faults& faults) {
  const std::string& at = question.code;
  if (!CodeFits(at)) faults.At(at, "the code is malformed");
  if (!Complete(question.label)) faults.At(at, "a label is missing");
  if (!question.marked) faults.At(at, "the mark is missing");
  if (question.kind == QuestionKind::kUnspecified) {
    faults.At(at, "the kind is missing");
  }
  if (IsChoice(question.kind) != !question.options.empty()) {
    faults.At(at, "options belong to choices, and only to them");
  }
  absl::flat_hash_set<std::string> codes;
  for (const Option& option : question.options) {
    if (!CodeFits(option.code) || !Complete(option.label)) {
      faults.At(at, absl::StrCat("option '", option.code,
                                 "' lacks a label or a good code"));
    }
    if (!codes.insert(option.code).second) {
      faults.At(at, absl::StrCat("option '", option.code, "' stands twice"));
    }
  }
  if (question.minimum > question.maximum) {
    faults.At(at, "the minimum is above the maximum");
  }
  if (question.kind != QuestionKind::kNumber &&
      (question.minimum != 0 || question.maximum != 0)) {
    faults.At(at, "only numbers have a range");
  }
}

void CheckCondition(const QuestionList& list, int place, bool of_members,
                    AskedWhen& when, Faults& faults) {
  const std::string& at = list.questions[place].code;
  const bool has_age = when.age_from != 0 || when.age_below != 0;
  if (has_age && !of_members) {
    faults.At(at, "a household question cannot depend on an age");
  }
  if (when.age_from < 0 || when.age_below < 0 ||
      (when.age_below != 0 && when.age_below <= when.age_from)) {
    faults.At(at, "no age meets the condition");
  }
  if (when.question.empty()) {
    if (!has_age || !when.answers.empty()) {
      faults.At(at,
                "a condition names neither a question nor an age, or "
                "answers without a question");
    }
    return;
  }
  when.place = list.Find(when.question);
  if (when.place < 0 || when.place >= place) {
    faults.At(at, absl::StrCat("the condition is on '", when.question,
                               "', which is not an earlier question"));
    when.place = -1;
    return;
  }
  if (when.answers.empty()) faults.At(at, "a condition names no answer");
  for (const std::string& answer : when.answers) {
    if (!list.questions[when.place].CanBeAnswered(answer)) {
      faults.At(at, absl::StrCat("'", when.question,
                                 "' cannot be answered with '", answer, "'"));
    }
  }
}

void Prepare(QuestionList& list, bool of_members, Faults& faults) {
  list.places.clear();
  for (std::size_t i = 0; i < list.questions.size(); ++i) {
    Question& question = list.questions[i];
    CheckQuestion(question, faults);
    if (!list.places.emplace(question.code, static_cast<int>(i)).second) {
      faults.At(question.code, "the code stands twice");
    }
    for (AskedWhen& when : question.asked_when) {
      CheckCondition(list, static_cast<int>(i), of_members, when, faults);
    }
  }
}

}  // namespace

bool Question::CanBeAnswered(absl::string_view answer) const {
  if (kind == QuestionKind::kYesNo) return answer == "yes" || answer == "no";
  return IsChoice(kind) &&
         std::any_of(options.begin(), options.end(),
                     [&](const Option& o) { return o.code == answer; });
}

int QuestionList::Find(absl::string_view code) const {
  auto found = places.find(code);
  return found == places.end() ? -1 : found->second;
}

bool Form::OnlyDeclared() const {
  const auto asks = [](const QuestionList& list) {
    return std::any_of(list.questions.begin(), list.questions.end(),
                       [](const Question& question) {
                         return !question.optional &&
                                question.asked_when.empty();
                       });
  };
  return TakesDeclared() && !asks(household) && !asks(member);
}

absl::StatusOr<Form> BuildForm(Form form) {
  Faults faults;
  if (form.kind == FormKind::kUnspecified) faults.At("kind", "it is missing");
  if (!Complete(form.title)) faults.At("title", "a label is missing");
  if (form.source.empty()) faults.At("source", "it is missing");
  Prepare(form.household, /*of_members=*/false, faults);
  Prepare(form.member, /*of_members=*/true, faults);
  absl::flat_hash_set<std::string> seen;
  for (const std::string& code : form.deprivations) {
    if (!CodeFits(code) || !seen.insert(code).second) {
      faults.At("deprivations",
                absl::StrCat("'", code, "' is malformed or stands twice"));
    }
  }
  for (const std::string& fault : PrepareRules(form)) {
    faults.At("rule", fault);
  }
  if (form.declared_b1_maximum < 0) {
    faults.At("declared_b1_maximum", "it is negative");
  }
  if (form.household.questions.empty() && form.member.questions.empty() &&
      !form.TakesDeclared()) {
    faults.At("form", "it asks nothing");
  }
  absl::Status status = faults.Status();
  if (!status.ok()) return status;
  return form;
}

int AgeOn(absl::CivilDay birth_date, absl::CivilDay day) {
  const int years = static_cast<int>(day.year() - birth_date.year());
  const bool reached =
      day.month() > birth_date.month() ||
      (day.month() == birth_date.month() && day.day() >= birth_date.day());
  return reached ? years : years - 1;
}

}  // namespace rasoat::registry
