// Where a household lives, as far as its points depend on it.
#pragma once

#include <array>
#include <cstddef>

namespace rasoat::scoring {

/// Urban or rural, as the commune counts in the round.
enum class Settlement { kUnspecified, kRural, kUrban };

/// The six regions that the points of rural households differ by, from 1 on;
/// a region's number is also its column in `Points`.
enum class Region {
  kUnspecified,
  kNorthernMidlandsAndMountains,
  kRedRiverDelta,
  kNorthCentralAndCentralCoast,
  kCentralHighlands,
  kSouthEast,
  kMekongRiverDelta,
};

/// Points in every column: urban first, then the rural regions in order.
using Points = std::array<int, 7>;

/// The column of `Points` for a household; `region` matters to rural ones only
/// and is then not kUnspecified.
inline std::size_t ColumnOf(Settlement settlement, Region region) {
  return settlement == Settlement::kUrban ? 0
                                          : static_cast<std::size_t>(region);
}

}  // namespace rasoat::scoring
