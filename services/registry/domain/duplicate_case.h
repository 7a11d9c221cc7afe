// What becomes of a suspicion: it is raised, and an officer decides.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/registry/domain/duplicate.h"

namespace rasoat::registry {

/// Where a case stands. The order is the API's, the number is stored.
enum class DuplicateState { kUnspecified, kOpen, kNotDuplicate, kMerged };

/// The two households of a case, `first` < `second`.
struct DuplicateId {
  HouseholdId first;
  HouseholdId second;
  friend auto operator<=>(const DuplicateId&, const DuplicateId&) = default;
};

/// Two households that may hold the same people. `revision` rises by one with
/// every change.
struct DuplicateCase {
  DuplicateId id;
  AreaCode first_village;
  AreaCode second_village;
  DuplicateState state = DuplicateState::kOpen;
  int score = 0;
  std::vector<MemberMatch> matches;
  std::string facts;  ///< 16 bytes, a keyed print of DuplicateFinding::facts.
  absl::Time raise_time;
  std::optional<absl::Time> decide_time;
  std::string decider;  ///< `staff/{id}`.
  std::string reason;
  std::int64_t revision = 0;
  friend bool operator==(const DuplicateCase&, const DuplicateCase&) = default;
};

/// What raising a finding does to its case.
enum class RaiseEffect {
  kRaised,     ///< It is new, or open again because the facts have changed.
  kOpen,       ///< It was open before.
  kDismissed,  ///< It stays decided: different people.
  kMerged,     ///< It stays decided: merged.
};

/// A case after `finding`, of which the print is `facts`, was found; `known` is
/// the case as it was, or null. The revision rises if anything but the order of
/// points has changed.
struct RaisedCase {
  DuplicateCase next;
  RaiseEffect effect = RaiseEffect::kRaised;
  bool changed = false;  ///< It has to be written.
};
RaisedCase RaiseCase(const DuplicateCase* known,
                     const DuplicateFinding& finding, const std::string& facts,
                     absl::Time now);

/// What an officer decides.
struct DuplicateDecision {
  DuplicateState state = DuplicateState::kUnspecified;  ///< Not kOpen.
  std::string reason;
  std::string decider;
  std::int64_t seen_revision = 0;  ///< The revision that was read.
};

/// The case as decided, or `known` itself when it says so already.
///
/// Errors:
///   INVALID_ARGUMENT     REASON_MALFORMED   empty, over 500 characters, or
///                                           more than a line
///   ABORTED              STALE_DUPLICATE    it has changed since it was read
///   FAILED_PRECONDITION  DUPLICATE_DECIDED  it is decided otherwise
absl::StatusOr<DuplicateCase> DecideCase(const DuplicateCase& known,
                                         const DuplicateDecision& decision,
                                         absl::Time now);

}  // namespace rasoat::registry
