// Checks the answers of a survey against the rules of its form.
#pragma once

#include <string>
#include <vector>

#include "absl/types/span.h"
#include "services/common/status/error.h"
#include "services/registry/domain/form.h"
#include "services/registry/domain/survey.h"

namespace rasoat::registry {

/// What is known of the answer to one question.
struct KnownAnswer {
  const Answer* answer = nullptr;  ///< Null unless it is there and right.
  bool open = false;  ///< It is not there, and whether it should be is open.
};

/// The answers of one part: about the household, or about a member.
struct KnownAnswers {
  std::vector<KnownAnswer> by_place;  ///< As the form's questions.
  absl::Span<const Answer> sent;      ///< In the order of the survey …
  std::string path;                   ///< … where they are, `answers`.
  int age = 0;                        ///< Of the member, in completed years.
  Sex sex = Sex::kUnspecified;        ///< Of the member.
};

/// Adds every rule that is broken, with its code and the place it is shown at:
/// those that refuse to `faults`, those that warn to `warnings`. Pure.
void CheckRules(const Form& form, const KnownAnswers& household,
                absl::Span<const KnownAnswers> members,
                std::vector<Violation>& faults,
                std::vector<Violation>& warnings);

}  // namespace rasoat::registry
