// What scoring a household found.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/scoring/domain/settlement.h"
#include "services/scoring/domain/standard.h"

namespace rasoat::scoring {

/// The class of a household.
enum class HouseholdClass { kUnspecified, kPoor, kNearPoor, kNotPoor };

/// What one indicator gave.
struct IndicatorScore {
  const Indicator* indicator = nullptr;
  /// Chosen options in the standard's order, separated by commas, or a number.
  std::string found;
  int points = 0;
  bool suppressed = false;  ///< By a guard; `points` is then 0.
};

/// What one deprivation found.
struct Finding {
  const Deprivation* deprivation = nullptr;
  bool deprived = false;
  /// Ids of the members because of whom it is, in order.
  std::vector<absl::string_view> members;
};

/// A scored household. Points into its standard and its facts, which must
/// outlive it.
struct Score {
  int b1 = 0;
  int b2 = 0;
  HouseholdClass household_class = HouseholdClass::kUnspecified;
  Settlement settlement = Settlement::kUnspecified;
  bool declared = false;
  std::vector<IndicatorScore> indicators;  ///< Empty if declared.
  std::vector<Finding> findings;           ///< All, in the standard's order.
};

}  // namespace rasoat::scoring
