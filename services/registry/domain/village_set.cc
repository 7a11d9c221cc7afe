#include "services/registry/domain/village_set.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"

namespace rasoat::registry {

bool VillageSet::Contains(const AreaCode& village) const {
  return all || std::binary_search(codes.begin(), codes.end(), village.value);
}

std::string VillageSet::Lowest() const {
  return codes.empty() ? "" : codes.front();
}

std::string VillageSet::Highest() const {
  return codes.empty() ? "99999999" : codes.back();
}

VillageIndex::VillageIndex(const AreaBook& book) {
  book.ForEach([&](const Area& area) {
    below_[area.code.value];  // known, even with nothing below
    if (!area.parent.empty()) {
      below_[area.parent.value].push_back(area.code.value);
    }
  });
}

bool VillageIndex::Knows(const AreaCode& area) const {
  return below_.contains(area.value);
}

VillageSet VillageIndex::Under(const AreaCode& area) const {
  VillageSet set;
  absl::flat_hash_set<std::string> seen;
  std::vector<std::string> to_visit = {area.value};
  while (!to_visit.empty()) {
    const std::string code = std::move(to_visit.back());
    to_visit.pop_back();
    if (!seen.insert(code).second) continue;
    if (TierOfCode({code}) == Tier::kVillage) set.codes.push_back(code);
    auto found = below_.find(code);
    if (found == below_.end()) continue;
    to_visit.insert(to_visit.end(), found->second.begin(), found->second.end());
  }
  std::sort(set.codes.begin(), set.codes.end());
  return set;
}

}  // namespace rasoat::registry
