// What forms ask, as far as standards look at it. Plain data;
// protos/rasoat/scoring/v1/form_questions.proto says what each part means.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace rasoat::scoring {

/// How a question is answered.
enum class AskedKind {
  kUnspecified,
  kChoice,
  kChoices,
  kNumber,
  kYesNo,
  kText
};

/// A question of a form.
struct AskedQuestion {
  AskedKind kind = AskedKind::kUnspecified;
  /// Codes, in the form's order; `yes` and `no` of a yes-or-no question.
  std::vector<std::string> options;
};

/// The questions of a form, by code.
struct FormQuestions {
  std::map<std::string, AskedQuestion> household;
  std::map<std::string, AskedQuestion> member;
};

/// The forms that are known, by id.
using KnownForms = std::map<std::string, FormQuestions>;

}  // namespace rasoat::scoring
