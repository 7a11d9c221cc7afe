// Which unit lay in which on a day.
#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/scoring/store/rows.h"

namespace rasoat::scoring {

/// The area tree, or a part of it, with its dates. Immutable, thread safe.
class AreaLines {
 public:
  explicit AreaLines(std::vector<AreaLine> lines);

  /// The units that `area` lay in on a day, from its parent up to the root; of
  /// several lines that hold on that day, or if none does, the latest.
  std::vector<std::string> Above(absl::string_view area,
                                 absl::CivilDay day) const;

 private:
  absl::flat_hash_map<std::string, std::vector<AreaLine>> lines_;
};

}  // namespace rasoat::scoring
