// Follows units through the reforms: what became of one, and what it was.
#pragma once

#include <vector>

#include "absl/time/civil_time.h"
#include "services/registry/domain/area_book.h"

namespace rasoat::registry {

/// A unit that another became, or was, on the day asked about.
struct Related {
  AreaCode code;
  /// kWhole if all of the unit asked about is in it (or, backwards, if all of
  /// the unit found is in the one asked about); kPart if some of it is, and
  /// nothing says which.
  Extent extent = Extent::kWhole;
  friend bool operator==(const Related&, const Related&) = default;
};

/// A unit on the way about which nothing more is known.
struct LooseEnd {
  AreaCode code;
  absl::CivilDay day = kNoDay;  ///< It ended, or began, on it.
  friend bool operator==(const LooseEnd&, const LooseEnd&) = default;
};

/// What is known of where a unit is.
struct Lineage {
  std::vector<Related> units;     ///< By code.
  std::vector<LooseEnd> unknown;  ///< By code and day.

  /// True when there is one answer: all of it is in one unit.
  bool Certain() const {
    return unknown.empty() && units.size() == 1 &&
           units[0].extent == Extent::kWhole;
  }
};

/// Which units of `day` hold what was unit `code` on the earlier day `as_of`.
/// Follows every chain; of a unit that was divided, every part that is known
/// of. A unit that is not on the book on `as_of` has an empty lineage.
Lineage SuccessorsOf(const AreaBook& book, const AreaCode& code,
                     absl::CivilDay as_of, absl::CivilDay day);

/// Which units of the earlier `day` passed into what is unit `code` on `as_of`.
/// A unit that began on a day with nothing said of what it was made of is a
/// loose end.
Lineage PredecessorsOf(const AreaBook& book, const AreaCode& code,
                       absl::CivilDay as_of, absl::CivilDay day);

/// What became of a version that has ended.
enum class Fate {
  kGoesOn,   ///< Not ended.
  kPassed,   ///< All of it is in a known unit.
  kDivided,  ///< Only parts are known of.
  kUnknown,  ///< Nothing is.
};
Fate FateOf(const AreaBook& book, const Area& version);

}  // namespace rasoat::registry
