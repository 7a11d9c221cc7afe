// What scoring keeps, as its stores take and give it. Blobs are messages that
// a store neither reads nor makes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/common/ids/ulid.h"
#include "services/scoring/domain/score.h"

namespace rasoat::scoring {

/// A survey as the registry told it.
struct KeptSurvey {
  Ulid survey;
  Ulid household;
  std::string round;          ///< Id, without `rounds/`.
  std::string village;        ///< Code.
  std::int64_t position = 0;  ///< Of the change in the registry's feed.
  std::string facts;          ///< Serialized HouseholdFacts.
};

/// A standard of a round, in the version the round was given.
struct RoundStandard {
  std::string standard;  ///< Id, without `standards/`.
  std::string hash;      ///< SHA-256, hexadecimal.

  friend bool operator==(const RoundStandard&, const RoundStandard&) = default;
};

/// How a round is scored.
struct RoundRow {
  std::string round;
  bool assigned = false;
  bool training = false;
  bool caught_up = false;  ///< No survey from before the assignment is left.
  std::vector<RoundStandard> standards;  ///< The deciding one first.
};

/// One survey under one standard.
struct AssessmentRow {
  Ulid survey;
  std::string standard;  ///< Id.
  std::string hash;      ///< Of the standard, hexadecimal.
  Ulid household;
  std::string round;
  std::string village;
  int b1 = 0;
  int b2 = 0;
  /// kUnspecified: it could not be scored, and `failure` says why.
  HouseholdClass household_class = HouseholdClass::kUnspecified;
  std::string failure;
  std::string breakdown;  ///< Serialized explaining part of an Assessment.
  absl::Time assess_time;
};

/// The newest survey of a household in a round.
struct NewestSurvey {
  Ulid household;
  Ulid survey;
  std::int64_t position = 0;
  /// Digest of what was last told of it, 16 bytes; absent: nothing yet.
  std::optional<std::string> told;
  /// False once the household has left the register: it has no result then.
  bool active = true;
};

/// Where a household is after it moved or left the register.
struct HouseholdPlace {
  Ulid household;
  std::string village;  ///< Code.
  bool active = true;
};

/// An area with one of the areas it lay in.
struct AreaLine {
  std::string area;
  std::string parent;  ///< Empty for a root.
  absl::CivilDay valid_from = absl::CivilDay(1900, 1, 1);
  std::optional<absl::CivilDay> valid_to;  ///< Exclusive.
};

/// What households are counted by and not scored by.
struct HouseholdTrait {
  Ulid household;
  std::string ethnic_group;  ///< Of the head: two digits, or empty.
  int head_sex = 0;          ///< rasoat.api.v1.Sex.
};

}  // namespace rasoat::scoring
