// What is wrong with the facts of a household, gathered so that whoever filled
// the form hears of everything at once.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/common/status/error.h"

namespace rasoat::scoring {

/// Gathers violations. The fields are paths of a ScoreRequest with codes and
/// ids in place of numbers: `household.members[01].answers[member.work]`.
/// Used by one thread.
class Problems {
 public:
  /// Adds one; a second with the same field, rule and words is dropped.
  void Add(absl::string_view field, absl::string_view rule,
           absl::string_view vi, absl::string_view en);

  /// A question without an answer.
  void Missing(absl::string_view field, absl::string_view question);
  /// An answer of another kind than the question's.
  void WrongKind(absl::string_view field, absl::string_view question);
  /// An option that the standard does not know.
  void UnknownOption(absl::string_view field, absl::string_view question,
                     absl::string_view option);

  bool empty() const { return violations_.empty(); }
  /// INVALID_ARGUMENT with all of them; OK if there are none.
  absl::Status ToStatus() const;

 private:
  std::vector<Violation> violations_;
};

}  // namespace rasoat::scoring
