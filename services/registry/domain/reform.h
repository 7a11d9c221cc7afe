// Units that end and units that begin on one day, and who comes after whom.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/registry/domain/area_book.h"

namespace rasoat::registry {

/// What happens on one day.
struct Reform {
  absl::CivilDay day = kNoDay;
  std::vector<AreaCode> ended;  ///< Not the villages: they follow.
  std::vector<Area> begun;      ///< In any order.
  std::vector<Succession> successions;
};

/// Decides what a reform adds to the book, or refuses all of it.
///
/// A unit's end is set once and never moved. A village under a unit that ends
/// goes on, under the same code, below the one unit that all of its commune
/// passes to; if there is none, because the commune was divided or nothing is
/// known, the village ends too, and a later call with the same day can say
/// below which unit it goes on (a begun version and a succession to itself).
/// What is already so is left as it is, so that a reform may be repeated, and
/// be completed by another of the same day.
///
/// Errors, with fields `day`, `ended[i]`, `begun[i].…`, `successions[i].…`:
///   INVALID_ARGUMENT  those of CheckArea and CheckSuccession; of PlanImport
///       for what begins; REFORM_DAY_MALFORMED; AREA_BEGINS_OTHERWISE, another
///       first day; AREA_NOT_THEN, no such unit on the day before;
///       SUCCESSION_PREDECESSOR_MISSING, SUCCESSION_SUCCESSOR_MISSING, no such
///       unit on the day (before); SUCCESSION_NOT_ENDED, the whole of a unit
///       that goes on; SUCCESSION_NOT_ONE, the whole of a unit besides another
///       share of it; SUCCESSION_TIERS_DIFFER, a village and another unit;
///       AREA_CHILD_LEFT, a unit that would lie below one that has ended
///   FAILED_PRECONDITION  AREA_END_FIXED  it has another end already
///   ALREADY_EXISTS       AREA_DIFFERS, SUCCESSION_DIFFERS from what is there
absl::StatusOr<ImportPlan> PlanReform(AreaBook book, Reform reform);

}  // namespace rasoat::registry
