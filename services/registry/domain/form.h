// The questionnaires: what is asked of whom.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/registry/domain/form_rule.h"
#include "services/registry/domain/ids.h"

namespace rasoat::registry {

/// A text in the two languages of the product.
struct Label {
  std::string vi;
  std::string en;
};

/// What a questionnaire is for in a review. The numbers are stored.
enum class FormKind {
  kUnspecified = 0,
  kRequest = 1,    ///< Mẫu số 01: asks for a review.
  kScreening = 2,  ///< Phiếu A: who surely is not poor.
  kSurvey = 3,     ///< Phiếu B: what is scored.
};

/// What kind of answer a question takes.
enum class QuestionKind {
  kUnspecified,
  kChoice,
  kChoices,
  kNumber,
  kYesNo,
  kText
};

/// An option of a question.
struct Option {
  std::string code;
  Label label;
};

/// Asks a question only where an earlier answer, or an age, makes it apply.
struct AskedWhen {
  std::string question;              ///< Empty: only the age counts.
  std::vector<std::string> answers;  ///< Option codes, or "yes" and "no".
  int age_from = 0;                  ///< In completed years, counts.
  int age_below = 0;                 ///< Does not count; 0: no upper end.
  int place = -1;                    ///< Of the question; found by BuildForm.
};

/// One question.
struct Question {
  std::string code;
  Label label;
  QuestionKind kind = QuestionKind::kUnspecified;
  std::vector<Option> options;
  std::int64_t minimum = 0;  ///< Counts.
  std::int64_t maximum = 0;  ///< Counts.
  std::vector<AskedWhen> asked_when;
  bool optional = false;
  bool marked = false;  ///< Says how sure we are that the form asks it.

  /// True for an option's code, or "yes" or "no", that answers it.
  bool CanBeAnswered(absl::string_view answer) const;
};

/// Questions in the order they are asked, found by code.
struct QuestionList {
  std::vector<Question> questions;
  absl::flat_hash_map<std::string, int> places;  ///< Filled by BuildForm.

  /// The place of a question, or -1.
  int Find(absl::string_view code) const;
};

/// A questionnaire. Immutable once built.
struct Form {
  FormId id;
  FormKind kind = FormKind::kUnspecified;
  Label title;
  std::string source;
  std::string content_hash;  ///< SHA-256, 32 bytes.
  QuestionList household;
  QuestionList member;
  std::vector<std::string> deprivations;  ///< That may be declared.
  int declared_b1_maximum = 0;
  std::vector<FormRule> rules;

  /// True when totals from paper are taken instead of answers.
  bool TakesDeclared() const {
    return declared_b1_maximum > 0 || !deprivations.empty();
  }
  /// True when the totals are all there is: every question may be left open.
  bool OnlyDeclared() const;
};

/// Checks a form as it was read and makes it ready for use.
///
/// Errors:
///   FAILED_PRECONDITION  FORM_FAULTY  the message names every fault: the
///       kind, a label or mark missing, a code repeated or malformed, options
///       where none belong or none where some do, minimum above maximum, a
///       condition on an unknown or later question, on an answer it cannot
///       have, on an age in a household question, or that nothing can meet;
///       those of PrepareRules
absl::StatusOr<Form> BuildForm(Form form);

/// Age in completed years. Who was born on 29 February completes a year on
/// 1 March where there is no 29 February. Negative before the birth.
int AgeOn(absl::CivilDay birth_date, absl::CivilDay day);

}  // namespace rasoat::registry
