#include "services/scoring/engine/screen_household.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/scoring/engine/household.h"
#include "services/scoring/engine/problems.h"

namespace rasoat::scoring {

absl::StatusOr<std::vector<bool>> FindItems(
    const Screening& screening, const std::vector<Answer>& answers) {
  Problems problems;
  std::vector<bool> found;
  for (const ScreeningItem& item : screening.items) {
    const std::string field = absl::StrCat("answers[", item.question, "]");
    const auto given = std::count_if(
        answers.begin(), answers.end(),
        [&](const Answer& answer) { return answer.question == item.question; });
    if (given > 1) {
      problems.Add(field, "ANSWER_REPEATED",
                   absl::StrCat("Câu hỏi “", item.question,
                                "” được trả lời hai lần. Hãy bỏ bớt."),
                   absl::StrCat("Question '", item.question,
                                "' is answered twice. Remove one."));
    }
    const Answer* answer = FindAnswer(answers, item.question);
    if (answer == nullptr) {
      problems.Missing(field, item.question);
      found.push_back(false);
      continue;
    }
    found.push_back(IsOneOf(*answer, item.answers, field, problems));
  }
  if (!problems.empty()) return problems.ToStatus();
  return found;
}

}  // namespace rasoat::scoring
