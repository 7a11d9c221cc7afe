#include "services/registry/domain/areas_within.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"

namespace rasoat::registry {
namespace {

/// Areas in `area` whose tier `wanted` takes.
template <class Wanted>
std::vector<AreaCode> Within(const AreaBook& book, const AreaCode& area,
                             Wanted wanted) {
  absl::flat_hash_map<AreaCode, std::vector<const Area*>> children;
  book.ForEach([&](const Area& version) {
    children[version.parent].push_back(&version);
  });
  std::vector<AreaCode> found;
  absl::flat_hash_set<AreaCode> seen = {area};
  std::vector<AreaCode> open = {area};
  const auto versions = book.Versions(area);
  if (!versions.empty() && wanted(versions.front())) found.push_back(area);
  while (!open.empty()) {
    const AreaCode above = std::move(open.back());
    open.pop_back();
    for (const Area* below : children[above]) {
      if (!seen.insert(below->code).second) continue;
      if (wanted(*below)) found.push_back(below->code);
      open.push_back(below->code);
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace

std::vector<AreaCode> AreasWithin(const AreaBook& book, const AreaCode& area) {
  return Within(book, area, [](const Area&) { return true; });
}

std::vector<AreaCode> VillagesWithin(const AreaBook& book,
                                     const AreaCode& area) {
  return Within(book, area,
                [](const Area& one) { return one.tier == Tier::kVillage; });
}

}  // namespace rasoat::registry
