// Which question and option has which place in the flat form.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/scoring/domain/standard.h"
#include "services/scoring/flat/program.h"

namespace rasoat::scoring::flat {

/// A question answered by options.
struct ChoiceQuestion {
  std::string question;
  /// By code, which is the place here and 1.
  std::vector<std::string> options;
  bool one = false;      ///< Some standard reads the one chosen option …
  bool several = false;  ///< … or adds up several …
  bool yes_no = false;   ///< … or counts who says yes.

  /// Code of an option; 0 if no standard names it.
  int CodeOf(absl::string_view option) const;
};

/// Everything that some standards read of a household, each in its place:
/// programs and households that were made with one codebook fit together.
///
/// Immutable, thread safe.
class Codebook {
 public:
  /// Of all that `standards` read.
  ///
  /// Errors: FAILED_PRECONDITION STANDARD_TOO_LARGE, more than 32 questions of
  /// a kind, more than 30 options of a question, or one question read as a
  /// number and as options.
  static absl::StatusOr<Codebook> Of(
      absl::Span<const Standard* const> standards);

  const std::vector<ChoiceQuestion>& choices() const { return choices_; }
  const std::vector<std::string>& numbers() const { return numbers_; }
  const std::vector<ChoiceQuestion>& member_choices() const {
    return member_choices_;
  }

  /// Place of a question; -1 if it is not read, or not in this way.
  int ChoiceAt(absl::string_view question) const;
  int NumberAt(absl::string_view question) const;
  int MemberChoiceAt(absl::string_view question) const;

 private:
  class Builder;
  using Places = absl::flat_hash_map<std::string, int>;

  std::vector<ChoiceQuestion> choices_;
  std::vector<std::string> numbers_;
  std::vector<ChoiceQuestion> member_choices_;
  Places choice_at_;
  Places number_at_;
  Places member_choice_at_;
};

}  // namespace rasoat::scoring::flat
