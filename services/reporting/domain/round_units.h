#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"

namespace rasoat::reporting {

/// A unit of a round as it was when the round began.
struct RoundUnit {
  std::string code;
  std::string parent;  ///< empty for the round's own area
  std::string tier;    ///< province, district, commune or village
  std::string display_name;
};

/// That a unit lies directly in another; `parent` is empty for a round's area.
struct UnitParent {
  std::string unit;
  std::string parent;
};

/// Which units of a round lie in which.
class RoundTree {
 public:
  void Add(const std::string& code, const std::string& parent);

  bool Has(const std::string& code) const { return parent_.contains(code); }

  /// `code` and the units above it, nearest first; empty for a unit that is not
  /// of the round.
  std::vector<std::string> UpFrom(const std::string& code) const;

  const absl::flat_hash_map<std::string, std::string>& parents() const {
    return parent_;
  }

 private:
  absl::flat_hash_map<std::string, std::string> parent_;
};

}  // namespace rasoat::reporting
