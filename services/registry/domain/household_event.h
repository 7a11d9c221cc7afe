// What happens to households: that a state of a household says with which
// event it came about.
#pragma once

#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/registry/domain/ids.h"

namespace rasoat::registry {

/// The kind of an event, as the household it is told of has it. What two
/// households share is told of each in its own kind: kSplit and kSplitOff,
/// kMerged and kTookIn, kMovedOut and kMovedIn. The order is the API's, the
/// number is stored.
enum class EventKind {
  kUnspecified,
  kRegistered,  ///< It came into the register.
  kCorrected,   ///< What was wrong or has changed was written anew.
  kBorn,        ///< A child was born into it.
  kDied,        ///< A member died.
  kMovedIn,     ///< Members came, from outside or from another household.
  kMovedOut,    ///< Members left, to the outside or to another household.
  kSplit,       ///< Some of its members became a household of their own.
  kSplitOff,    ///< It was made by a split.
  kMerged,      ///< All its members went over to another; it is no more.
  kTookIn,      ///< Another household was merged into it.
  kMoved,       ///< It moved, with everybody, to another village.
  kDissolved,   ///< Nobody is left; it is no more.
};

/// An event.
struct HouseholdEvent {
  EventKind kind = EventKind::kUnspecified;
  absl::CivilDay date = kNoDay;  ///< When it happened, not when it was told.
  std::string reason;            ///< In the officer's words; may be empty.
  std::string actor;             ///< Who told it, `staff/{id}`.
  HouseholdId related;  ///< The other household; none if there is none.
  /// Ids, in this household, of the members who came, left or died.
  std::vector<std::string> members;
  /// 32 bytes that name the request it was told by, so that a repeat is
  /// recognised; empty: by none.
  std::string request;

  friend bool operator==(const HouseholdEvent&,
                         const HouseholdEvent&) = default;
};

}  // namespace rasoat::registry
