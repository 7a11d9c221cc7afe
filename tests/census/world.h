#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace rasoat::census {

/// A unit of the province, from data/bac_giang_2021.csv; villages are made up.
struct Unit {
  std::string code;
  std::string parent;
  std::string tier;  ///< province, district, commune or village
  bool urban = false;
  std::string name;
};

/// A name and its share among people, in thousandths of a percent.
struct WeightedName {
  std::string name;
  int weight = 0;
};

/// Where the census is held, and what people are called there.
struct World {
  Unit province;
  std::vector<Unit> districts;
  std::vector<Unit> communes;
  /// Synthetic: named as such, spread evenly over the communes.
  std::vector<Unit> villages;
  std::vector<WeightedName> surnames;
  std::vector<WeightedName> male_names;
  std::vector<WeightedName> female_names;
};

/// Reads the data folder and makes up `village_count` villages.
///
/// Errors: NOT_FOUND  FILE_MISSING;  DATA_LOSS  ROW_MALFORMED, naming it.
absl::StatusOr<World> LoadWorld(const std::string& folder, int village_count);

}  // namespace rasoat::census
