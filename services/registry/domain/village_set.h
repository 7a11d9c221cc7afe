// The villages of an area, of whatever time.
#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "services/registry/domain/area_book.h"

namespace rasoat::registry {

/// Villages that a search is about.
struct VillageSet {
  bool all = false;                ///< The whole register.
  std::vector<std::string> codes;  ///< In order, each once; empty with `all`.

  /// True when the village is one of them.
  bool Contains(const AreaCode& village) const;
  /// The first and the last code; with `all`, codes that hold every other
  /// between them.
  std::string Lowest() const;
  std::string Highest() const;
};

/// The units below each unit, of whatever time: since who supervised a commune
/// in 2021 can still find its people (see services/DECISIONS.md 13), so does a
/// search. Immutable; costs a walk over the book to make.
class VillageIndex {
 public:
  explicit VillageIndex(const AreaBook& book);

  /// True when the book has such a unit.
  bool Knows(const AreaCode& area) const;
  /// The villages that are, or lie or lay below, `area`.
  VillageSet Under(const AreaCode& area) const;

 private:
  absl::flat_hash_map<std::string, std::vector<std::string>> below_;
};

}  // namespace rasoat::registry
