#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"

namespace rasoat::reporting {

/// A measure added up to a day.
struct Figure {
  std::int64_t amount = 0;
  /// First and last day on which something was added; absent for nothing.
  std::optional<absl::CivilDay> first;
  std::optional<absl::CivilDay> last;
};

/// An area with its figures by measure.
struct AreaFigures {
  std::string code;
  std::string display_name;
  std::map<std::string, Figure> figures;

  /// 0 for a measure that nothing was added to.
  std::int64_t Amount(const std::string& measure) const;
  /// Empty for a measure that nothing was added to.
  Figure Of(const std::string& measure) const;
};

/// An area and its parts.
struct Figures {
  AreaFigures total;
  std::vector<AreaFigures> parts;  ///< by code
};

/// What the parts do not hold of the whole: happenings at the area itself, not
/// below it. Without figures if the parts sum to the whole already. Measures
/// `own.…` belong to one area and are left out.
AreaFigures Remainder(const Figures& figures);

}  // namespace rasoat::reporting
