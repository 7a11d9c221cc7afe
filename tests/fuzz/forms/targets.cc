#include "tests/fuzz/forms/targets.h"

#include <cstdlib>
#include <string>

#include "services/common/status/error.h"
#include "services/registry/domain/check_survey.h"
#include "services/registry/load/form_shelf.h"

namespace rasoat::registry {
namespace {

void Must(bool so) {
  if (!so) std::abort();
}

/// An answer of the right kind to every question, asked or not.
std::vector<Answer> AnswerAll(const QuestionList& list) {
  std::vector<Answer> answers;
  for (const Question& question : list.questions) {
    Answer& answer = answers.emplace_back();
    answer.question = question.code;
    switch (question.kind) {
      case QuestionKind::kChoice:
        answer.value = Choice{question.options[0].code};
        break;
      case QuestionKind::kChoices:
        answer.value = Choices{{question.options[0].code}};
        break;
      case QuestionKind::kNumber:
        answer.value = question.maximum;
        break;
      case QuestionKind::kYesNo:
        answer.value = true;
        break;
      case QuestionKind::kText:
        answer.value = Text{"x"};
        break;
      case QuestionKind::kUnspecified:
        std::abort();  // a form that was built has none
    }
  }
  return answers;
}

}  // namespace

void FuzzFormText(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  FormShelf shelf;
  const absl::Status added = shelf.Add("fuzzed", text);
  if (!added.ok()) {
    Must(ReasonOf(added) == "FORM_FAULTY");
    Must(shelf.Find({"fuzzed"}) == nullptr);
    return;
  }
  const Form& form = shelf.Find({"fuzzed"})->form;
  Must(form.kind != FormKind::kUnspecified);
  const absl::CivilDay day(2021, 10, 1);
  std::vector<Member> members(2);
  members[0].id = "01";
  members[0].birth_date = absl::CivilDay(1980, 1, 1);
  members[1].id = "02";
  members[1].birth_date = absl::CivilDay(2015, 1, 1);
  Survey survey;
  survey.review_date = day;
  std::vector<Violation> warnings;
  CheckSurvey(form, members, survey, day, &warnings);
  survey.answers = AnswerAll(form.household);
  for (const Member& member : members) {
    survey.members.push_back(
        {.id = member.id, .answers = AnswerAll(form.member)});
  }
  for (const Violation& fault :
       CheckSurvey(form, members, survey, day, &warnings)) {
    Must(!fault.rule.empty() && !fault.field.empty());
  }
}

}  // namespace rasoat::registry
