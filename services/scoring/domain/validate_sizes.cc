#include "services/scoring/domain/validate_sizes.h"

#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

namespace rasoat::scoring {
namespace {

constexpr std::int64_t kMostPoints = 10'000;
constexpr std::int64_t kMostForDeprivation = 1'000;
constexpr std::int64_t kMostLimit = 100'000;
constexpr std::int64_t kMostNumber = 1'000'000'000'000;

void Check(std::int64_t number, std::int64_t most, std::string place,
           std::vector<Fault>& faults) {
  if (number >= -most && number <= most) return;
  faults.push_back({std::move(place),
                    absl::StrCat("has the number ", number, ", beyond ", most),
                    absl::StrCat("có số ", number, ", vượt quá ", most)});
}

void Check(const Points& points, const std::string& place,
           std::vector<Fault>& faults) {
  for (int one : points) Check(one, kMostPoints, place, faults);
}

}  // namespace

void ValidateSizes(const Standard& standard, std::vector<Fault>& faults) {
  for (const Indicator& indicator : standard.indicators) {
    const std::string place = absl::StrCat("indicators[", indicator.code, "]");
    for (const ScoredOption& option : indicator.options) {
      Check(option.points, place, faults);
    }
    for (const ScoredBand& band : indicator.bands) {
      Check(band.points, place, faults);
      Check(band.from, kMostNumber, place, faults);
      Check(band.to, kMostNumber, place, faults);
    }
  }
  for (const Deprivation& deprivation : standard.deprivations) {
    const auto* area = std::get_if<AreaPerPersonBelow>(&deprivation.rule);
    if (area == nullptr) continue;
    Check(area->limit, kMostNumber,
          absl::StrCat("deprivations[", deprivation.code, "].rule"), faults);
  }
  Check(standard.points_per_deprivation, kMostForDeprivation,
        "points_per_deprivation", faults);
  for (const ClassRule& rule : standard.class_rules) {
    Check(rule.up_to, kMostLimit, "class_rules", faults);
    Check(rule.poor_alone_up_to.value_or(0), kMostLimit, "class_rules", faults);
    Check(rule.deprived_from, kMostLimit, "class_rules", faults);
  }
}

}  // namespace rasoat::scoring
