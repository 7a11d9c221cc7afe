// An event of households as it is asked for, whoever asks: a call, or a device
// that was without a signal.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/registry/domain/area_book.h"
#include "services/registry/domain/household.h"

namespace rasoat::registry {

/// A household that a request is about, as its caller last read it.
struct SeenHousehold {
  HouseholdId id;
  std::int64_t revision = 0;  ///< 0: not said.
  std::string etag_field = "etag";
};

/// What an event is judged on besides the households.
struct EventGround {
  const AreaBook& areas;
  const PersonRules& rules;
  absl::CivilDay today;

  /// The context of a village's households.
  HouseholdContext ContextOf(const AreaCode& village) const;
  /// True when there is, or was, such a village up to today.
  bool IsVillage(const AreaCode& village) const;
};

/// Somebody who comes into a household by an event.
struct Newcomer {
  std::string member_id;
  /// Where the person stands in the request: `member.`, `members[0].`.
  std::string path;
};

/// An event.
struct EventOrder {
  /// Which states come next, from those of the households in `seen`; one that
  /// is not among them is new. May be run again, so pure.
  using Decide = std::function<absl::StatusOr<std::vector<Household>>(
      const std::vector<Household>& now, const EventGround& ground)>;

  /// The households it concerns, the one that the request names first.
  std::vector<SeenHousehold> seen;
  /// 32 bytes that are the same for a repeat; empty: there is no repeat.
  std::string print;
  std::vector<Newcomer> newcomers;
  Decide decide;
};

}  // namespace rasoat::registry
