#include "services/scoring/domain/official.h"

#include "absl/strings/str_cat.h"

namespace rasoat::scoring {
namespace {

bool Sure(const Origin& origin) {
  return origin.mark == Mark::kVerified || origin.mark == Mark::kInferred;
}

}  // namespace

std::vector<std::string> UnverifiedPlaces(const Standard& standard) {
  std::vector<std::string> places;
  auto check = [&](const Origin& origin, std::string place) {
    if (!Sure(origin)) places.push_back(std::move(place));
  };
  if (standard.training) places.push_back("training");
  for (const ClassRule& rule : standard.class_rules) {
    check(rule.origin, rule.settlement == Settlement::kUrban
                           ? "class_rules[urban]"
                           : "class_rules[rural]");
  }
  check(standard.points_per_deprivation_origin, "points_per_deprivation");
  if (standard.declared_only) return places;
  for (const Indicator& indicator : standard.indicators) {
    check(indicator.origin, absl::StrCat("indicators[", indicator.code, "]"));
    if (indicator.guard) {
      check(indicator.guard->origin,
            absl::StrCat("indicators[", indicator.code, "].guard"));
    }
  }
  if (!standard.dependants.empty()) {
    check(standard.dependants_origin, "dependants");
  }
  for (const Deprivation& deprivation : standard.deprivations) {
    check(deprivation.origin,
          absl::StrCat("deprivations[", deprivation.code, "]"));
  }
  for (const Contradiction& contradiction : standard.contradictions) {
    check(contradiction.origin,
          absl::StrCat("contradictions[", contradiction.code, "]"));
  }
  return places;
}

}  // namespace rasoat::scoring
