#include <algorithm>
#include <string>
#include <variant>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "services/registry/domain/check_survey.h"
#include "services/registry/domain/text.h"

namespace rasoat::registry {
namespace {

constexpr int kMostTextLength = 500;

/// Whether a question applies. kUndecided: it hangs on an answer that is
/// missing or wrong, which is told by itself.
enum class Asked { kNo, kUndecided, kYes };

/// What is known of the answers of a part, by the place of the question.
struct Given {
  const Answer* answer = nullptr;
  std::size_t index = 0;
  bool right = false;
  Asked asked = Asked::kYes;
};

bool HasOption(const Question& question, const std::string& code) {
  return std::any_of(question.options.begin(), question.options.end(),
                     [&](const Option& o) { return o.code == code; });
}

bool CheckOptions(const Question& question,
                  const std::vector<std::string>& options,
                  const std::string& path, std::vector<Violation>& faults) {
  const std::size_t before = faults.size();
  absl::flat_hash_set<std::string> seen;
  for (const std::string& option : options) {
    if (!HasOption(question, option)) {
      Add(faults, path, "OPTION_UNKNOWN",
          absl::StrCat("Câu hỏi ", question.code,
                       " không có phương án này; hãy chọn một phương án của "
                       "phiếu."),
          absl::StrCat("Question ", question.code,
                       " has no such option; choose one of the form's."));
    } else if (!seen.insert(option).second) {
      Add(faults, path, "OPTION_REPEATED",
          absl::StrCat("Câu hỏi ", question.code,
                       ": một phương án được chọn hai lần; hãy bỏ bớt."),
          absl::StrCat("Question ", question.code,
                       ": an option is chosen twice; remove one."));
    }
  }
  return faults.size() == before;
}

bool KindWrong(const Question& question, const std::string& path,
               std::vector<Violation>& faults) {
  static constexpr absl::string_view kVi[] = {"",
                                              "một phương án",
                                              "danh sách phương án",
                                              "một số nguyên",
                                              "có hoặc không",
                                              "văn bản"};
  static constexpr absl::string_view kEn[] = {
      "",          "one option", "a list of options", "a whole number",
      "yes or no", "text"};
  const auto kind = static_cast<std::size_t>(question.kind);
  Add(faults, path, "ANSWER_KIND_WRONG",
      absl::StrCat("Câu hỏi ", question.code, " cần ", kVi[kind], "."),
      absl::StrCat("Question ", question.code, " takes ", kEn[kind], "."));
  return false;
}

/// Checks one answer by itself; true when it is right.
bool CheckValue(const Question& question, const Answer& answer,
                const std::string& path, std::vector<Violation>& faults) {
  switch (question.kind) {
    case QuestionKind::kChoice:
      if (const auto* one = std::get_if<Choice>(&answer.value)) {
        return CheckOptions(question, {one->option}, path, faults);
      }
      break;
    case QuestionKind::kChoices:
      if (const auto* some = std::get_if<Choices>(&answer.value)) {
        return CheckOptions(question, some->options, path, faults);
      }
      break;
    case QuestionKind::kNumber:
      if (const auto* number = std::get_if<std::int64_t>(&answer.value)) {
        if (*number >= question.minimum && *number <= question.maximum) {
          return true;
        }
        Add(faults, path, "ANSWER_OUT_OF_RANGE",
            absl::StrCat("Câu hỏi ", question.code, " nhận số từ ",
                         question.minimum, " đến ", question.maximum, "."),
            absl::StrCat("Question ", question.code, " takes a number from ",
                         question.minimum, " to ", question.maximum, "."));
        return false;
      }
      break;
    case QuestionKind::kYesNo:
      if (std::holds_alternative<bool>(answer.value)) return true;
      break;
    case QuestionKind::kText:
      if (const auto* text = std::get_if<Text>(&answer.value)) {
        const int length = PlainLength(text->value);
        if (length >= 0 && length <= kMostTextLength) return true;
        Add(faults, path, "TEXT_MALFORMED",
            absl::StrCat("Câu hỏi ", question.code,
                         ": văn bản dài nhất 500 ký tự, trên một dòng."),
            absl::StrCat(
                "Question ", question.code,
                ": the text has at most 500 characters, on one line."));
        return false;
      }
      break;
    case QuestionKind::kUnspecified:
      break;
  }
  return KindWrong(question, path, faults);
}

Asked Applies(const Question& question, const AnswersPart& part,
              const std::vector<Given>& given) {
  Asked all = Asked::kYes;
  for (const AskedWhen& when : question.asked_when) {
    if (part.age < when.age_from ||
        (when.age_below != 0 && part.age >= when.age_below)) {
      return Asked::kNo;
    }
    if (when.place < 0) continue;
    const Given& on = given[when.place];
    const bool left_open = on.answer == nullptr && part.must_be_complete &&
                           part.questions.questions[when.place].optional;
    if (on.asked == Asked::kNo || left_open) return Asked::kNo;
    if (on.asked == Asked::kUndecided || !on.right) {
      all = Asked::kUndecided;
    } else if (!Meets(*on.answer, when.answers)) {
      return Asked::kNo;
    }
  }
  return all;
}

/// Finds the question of each answer and checks the answers one by one.
std::vector<Given> Gather(const AnswersPart& part, const std::string& path,
                          std::vector<Violation>& faults) {
  std::vector<Given> given(part.questions.questions.size());
  for (std::size_t i = 0; i < part.answers.size(); ++i) {
    const Answer& answer = part.answers[i];
    const std::string at = absl::StrCat(path, "[", i, "]");
    const int place = part.questions.Find(answer.question);
    if (place < 0) {
      Add(faults, at, "QUESTION_UNKNOWN",
          "Phiếu không có câu hỏi này; hãy bỏ câu trả lời hoặc chọn đúng "
          "phiếu.",
          "The form has no such question; remove the answer or choose the "
          "right "
          "form.");
      continue;
    }
    const Question& question = part.questions.questions[place];
    if (given[place].answer != nullptr) {
      Add(faults, at, "ANSWER_REPEATED",
          absl::StrCat("Câu hỏi ", question.code,
                       " được trả lời hai lần; hãy giữ một."),
          absl::StrCat("Question ", question.code,
                       " is answered twice; keep one answer."));
      continue;
    }
    given[place].answer = &answer;
    given[place].index = i;
    given[place].right = CheckValue(question, answer, at, faults);
  }
  return given;
}

}  // namespace

std::vector<KnownAnswer> CheckAnswers(const AnswersPart& part,
                                      const std::string& path,
                                      std::vector<Violation>& faults) {
  std::vector<KnownAnswer> known(part.questions.questions.size());
  std::vector<Given> given = Gather(part, path, faults);
  for (std::size_t place = 0; place < given.size(); ++place) {
    const Question& question = part.questions.questions[place];
    Given& mine = given[place];
    mine.asked = Applies(question, part, given);
    if (mine.asked == Asked::kNo && mine.answer != nullptr) {
      Add(faults, absl::StrCat(path, "[", mine.index, "]"), "ANSWER_NOT_ASKED",
          absl::StrCat("Câu hỏi ", question.code,
                       " không áp dụng ở đây; hãy bỏ câu trả lời."),
          absl::StrCat("Question ", question.code,
                       " does not apply here; remove the answer."));
    }
    if (mine.asked == Asked::kYes && mine.answer == nullptr &&
        !question.optional && part.must_be_complete) {
      Add(faults, absl::StrCat(path, "[", question.code, "]"), "ANSWER_MISSING",
          absl::StrCat("Chưa trả lời câu hỏi ", question.code,
                       "; hãy trả lời."),
          absl::StrCat("Question ", question.code,
                       " is not answered; answer it."));
    }
    const bool right = mine.answer != nullptr && mine.right;
    known[place] = {
        .answer = right && mine.asked == Asked::kYes ? mine.answer : nullptr,
        .open = mine.asked == Asked::kUndecided ||
                (mine.asked == Asked::kYes && !right &&
                 (mine.answer != nullptr || !question.optional))};
  }
  return known;
}

}  // namespace rasoat::registry
