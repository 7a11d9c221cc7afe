// Brings the country's units in, and what became of them.
#pragma once

#include <map>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "services/common/clock/clock.h"
#include "services/registry/load/area_history.h"
#include "services/registry/store/area_store.h"

namespace rasoat::registry {

/// What an operator decides where the data say nothing.
struct AreaDecision {
  Settlement settlement = Settlement::kUnspecified;
  Region region = Region::kUnspecified;
};

/// How much to bring in.
struct ImportAreasOptions {
  std::vector<std::string> provinces;             ///< Of 2025; none: all.
  absl::CivilDay until = absl::CivilDay::max();   ///< Counts.
  std::map<std::string, AreaDecision> decisions;  ///< By code, of 2025.
  bool dry_run = false;
};

/// Brings in the units of 2021 and every step after, each province's on each
/// day by itself, whole or not at all. What is there already stays, so it may
/// be run again. Writes a line for each step and for each thing that is not
/// known: tab-separated, the first word is `step`, `refused`, `loose`
/// (a unit that ended, with the units that are known to have got parts of it)
/// or `line` (a line of the crosswalk that names no one unit, with the
/// candidates).
///
/// Errors: those of the store; FAILED_PRECONDITION  PROVINCES_REFUSED  some
/// steps were refused, and are on the report.
absl::Status ImportAreas(AreaStore& store, const Clock& clock,
                         AreaHistory history, const ImportAreasOptions& options,
                         std::ostream& report);

}  // namespace rasoat::registry
