#include "tests/census/world.h"

#include <cmath>
#include <fstream>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace rasoat::census {
namespace {

using Fields = std::vector<std::string>;

/// The rows of a CSV file of ours: no quotes, the first line is the header.
absl::StatusOr<std::vector<Fields>> ReadRows(const std::string& path,
                                             std::size_t columns) {
  std::ifstream in(path);
  if (!in) {
    return Error(absl::StatusCode::kNotFound, "FILE_MISSING",
                 absl::StrCat("cannot read ", path));
  }
  std::vector<Fields> rows;
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    rows.push_back(absl::StrSplit(line, ','));
    if (rows.back().size() != columns) {
      return Error(absl::StatusCode::kDataLoss, "ROW_MALFORMED",
                   absl::StrCat(path, ": ", line));
    }
  }
  return rows;
}

absl::StatusOr<WeightedName> ReadName(const std::string& name,
                                      const std::string& percent) {
  double share = 0;
  if (!absl::SimpleAtod(percent, &share) || share < 0) {
    return Error(absl::StatusCode::kDataLoss, "ROW_MALFORMED", name);
  }
  return WeightedName{name, 1 + static_cast<int>(std::lround(share * 1000))};
}

/// The first communes get one village more where they do not divide evenly.
std::vector<Unit> MakeVillages(const std::vector<Unit>& communes, int count) {
  std::vector<Unit> villages;
  const int n = static_cast<int>(communes.size());
  for (int c = 0; c < n; ++c) {
    const int here = count / n + (c < count % n ? 1 : 0);
    for (int v = 1; v <= here; ++v) {
      villages.push_back(
          {.code = absl::StrFormat("%s%03d", communes[c].code, v),
           .parent = communes[c].code,
           .tier = "village",
           .urban = communes[c].urban,
           .name =
               absl::StrFormat("%s số %d (giả lập)",
                               communes[c].urban ? "Tổ dân phố" : "Thôn", v)});
    }
  }
  return villages;
}

}  // namespace

absl::StatusOr<World> LoadWorld(const std::string& folder, int village_count) {
  World world;
  RASOAT_ASSIGN_OR_RETURN(std::vector<Fields> units,
                          ReadRows(folder + "/bac_giang_2021.csv", 5));
  for (const Fields& f : units) {
    Unit unit{f[0], f[1], f[2], f[3] == "urban", f[4]};
    if (unit.tier == "province") {
      world.province = unit;
    } else if (unit.tier == "district") {
      world.districts.push_back(unit);
    } else {
      world.communes.push_back(unit);
    }
  }
  world.villages = MakeVillages(world.communes, village_count);

  RASOAT_ASSIGN_OR_RETURN(std::vector<Fields> surnames,
                          ReadRows(folder + "/surnames.csv", 2));
  for (const Fields& f : surnames) {
    RASOAT_ASSIGN_OR_RETURN(WeightedName name, ReadName(f[0], f[1]));
    world.surnames.push_back(name);
  }
  RASOAT_ASSIGN_OR_RETURN(std::vector<Fields> given,
                          ReadRows(folder + "/given_names.csv", 3));
  for (const Fields& f : given) {
    RASOAT_ASSIGN_OR_RETURN(WeightedName name, ReadName(f[1], f[2]));
    (f[0] == "M" ? world.male_names : world.female_names).push_back(name);
  }
  return world;
}

}  // namespace rasoat::census
