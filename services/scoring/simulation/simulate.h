// Everybody under other standards, counted.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "services/scoring/domain/standard.h"
#include "services/scoring/simulation/census.h"
#include "services/scoring/store/area_lines.h"

namespace rasoat::scoring {

/// By what households are told apart; numbered as
/// rasoat.scoring.v1.SimulationDimension.
enum class Dimension {
  kVillage = 1,
  kCommune,
  kDistrict,
  kProvince,
  kRegion,
  kSettlement,
  kEthnicGroup,
  kHeadSex,
  kHouseholdSize,
};

/// Sizes from this on are one group.
inline constexpr int kLargestSize = 10;

/// Households, and their members, by class now and class then; 0: none.
struct Transitions {
  std::array<std::array<std::int64_t, 4>, 4> households{};
  std::array<std::array<std::int64_t, 4>, 4> members{};

  void Add(const Transitions& other);
};

/// What would become of everybody under one standard.
struct Simulated {
  Transitions all;
  std::map<std::pair<Dimension, std::string>, Transitions> groups;
};

/// Whom to look at, and how.
struct SimulationPlan {
  std::vector<const Standard*> standards;
  std::vector<Dimension> dimensions;
  /// By place of the village: whether its households count.
  std::vector<bool> villages;
  /// Threads to share the pass.
  int threads = 1;
};

/// Scores every household of `census` that counts, and for which the standard
/// is made, under each standard, in one pass. What lies above a village is by
/// `areas` on the census's review date.
///
/// Errors: FAILED_PRECONDITION STANDARD_TOO_LARGE, see flat::Compile().
absl::StatusOr<std::vector<Simulated>> Simulate(const Census& census,
                                                const AreaLines& areas,
                                                const SimulationPlan& plan);

}  // namespace rasoat::scoring
