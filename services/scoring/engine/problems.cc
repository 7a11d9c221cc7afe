#include "services/scoring/engine/problems.h"

#include "absl/strings/str_cat.h"

namespace rasoat::scoring {

void Problems::Add(absl::string_view field, absl::string_view rule,
                   absl::string_view vi, absl::string_view en) {
  for (const Violation& violation : violations_) {
    if (violation.field == field && violation.rule == rule &&
        violation.vi == vi && violation.en == en) {
      return;
    }
  }
  violations_.push_back({.field = std::string(field),
                         .rule = std::string(rule),
                         .vi = std::string(vi),
                         .en = std::string(en)});
}

void Problems::Missing(absl::string_view field, absl::string_view question) {
  Add(field, "ANSWER_MISSING",
      absl::StrCat("Câu hỏi “", question,
                   "” chưa có câu trả lời. Hãy trả lời câu này."),
      absl::StrCat("Question '", question, "' has no answer. Answer it."));
}

void Problems::WrongKind(absl::string_view field, absl::string_view question) {
  Add(field, "ANSWER_KIND",
      absl::StrCat("Câu trả lời cho “", question,
                   "” không đúng kiểu. Hãy trả lời đúng kiểu của câu hỏi."),
      absl::StrCat("The answer to '", question,
                   "' is of the wrong kind. Answer in the question's kind."));
}

void Problems::UnknownOption(absl::string_view field,
                             absl::string_view question,
                             absl::string_view option) {
  Add(field, "ANSWER_UNKNOWN",
      absl::StrCat("“", option, "” không phải là lựa chọn của câu hỏi “",
                   question, "”. Hãy chọn một trong các lựa chọn của phiếu."),
      absl::StrCat("'", option, "' is not an option of question '", question,
                   "'. Choose one of the form's options."));
}

absl::Status Problems::ToStatus() const { return Invalid(violations_); }

}  // namespace rasoat::scoring
