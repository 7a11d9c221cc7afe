// Administrative units and the villages below them, each true for an interval
// of days.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/common/status/error.h"
#include "services/registry/domain/ids.h"

namespace rasoat::registry {

/// The tier of a unit. Which tiers exist is a matter of the date, so a commune
/// may stand below a district or, without one, below a province.
enum class Tier { kUnspecified, kProvince, kDistrict, kCommune, kVillage };

/// Urban or rural, an explicit attribute of communes.
enum class Settlement { kUnspecified, kRural, kUrban };

/// The six socio-economic regions, an attribute of provinces.
enum class Region {
  kUnspecified,
  kNorthernMidlandsAndMountains,
  kRedRiverDelta,
  kNorthCentralAndCentralCoast,
  kCentralHighlands,
  kSouthEast,
  kMekongRiverDelta,
};

/// One version of a unit. As stored, `settlement` is set for communes only, and
/// `region` for provinces and for communes in another region than their
/// province, or in one that lies in several; AreaBook::Told() fills them in for
/// the rest.
struct Area {
  AreaCode code;
  AreaCode parent;  ///< None for a province.
  Tier tier = Tier::kUnspecified;
  std::string name;
  Settlement settlement = Settlement::kUnspecified;
  Region region = Region::kUnspecified;
  absl::CivilDay valid_from = kNoDay;      ///< Counts.
  std::optional<absl::CivilDay> valid_to;  ///< Does not count.
  bool synthetic = false;                  ///< Made up for training.

  /// True when this version holds on `day`.
  bool HoldsOn(absl::CivilDay day) const {
    return valid_from <= day && (!valid_to || day < *valid_to);
  }
  friend bool operator==(const Area&, const Area&) = default;
};

/// The tier whose codes have this shape: 2, 3, 5 and 8 digits from province to
/// village; kUnspecified for anything else.
Tier TierOfCode(const AreaCode& code);

/// Everything wrong with a unit by itself, whatever others there are. Fields
/// are those of the API's Area.
///
/// Rules: AREA_CODE_MALFORMED, AREA_TIER_WRONG, AREA_PARENT_WRONG,
/// AREA_NAME_MALFORMED, AREA_DATE_MALFORMED, AREA_INTERVAL_EMPTY,
/// SETTLEMENT_MISSING, SETTLEMENT_MISPLACED.
std::vector<Violation> CheckArea(const Area& area);

}  // namespace rasoat::registry
