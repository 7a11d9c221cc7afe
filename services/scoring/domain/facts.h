// What is known of a household when it is scored.
//
// Texts are views into whatever the facts were read from, which must outlive
// them: a call is scored without copying its answers.
#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/scoring/domain/settlement.h"

namespace rasoat::scoring {

/// Code of the one chosen option.
struct Choice {
  absl::string_view option;
};
/// Codes of the chosen options, in any order.
struct Choices {
  std::vector<absl::string_view> options;
};
/// Yes or no.
struct YesNo {
  bool yes = false;
};
/// Free text, never scored.
struct FreeText {};

/// The answer to one question; monostate: given without a value.
struct Answer {
  absl::string_view question;
  std::variant<std::monostate, Choice, Choices, std::int64_t, YesNo, FreeText>
      value;
};

/// One member.
struct Member {
  absl::string_view id;
  absl::CivilDay birth_date;
  std::vector<Answer> answers;
};

/// Totals from the paper form.
struct Declared {
  std::optional<int> b1;  ///< Absent: not given, and refused.
  std::vector<absl::string_view> deprivations;
};

/// Nobody is older, in completed years.
inline constexpr int kOldest = 130;

/// A household on its review date.
struct Facts {
  Settlement settlement = Settlement::kUnspecified;
  Region region = Region::kUnspecified;
  absl::CivilDay review_date;
  std::vector<Answer> answers;
  std::vector<Member> members;
  std::optional<Declared> declared;
};

}  // namespace rasoat::scoring
