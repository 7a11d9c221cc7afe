// Reads what is known of the country's units from 2021 on (../areas).
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/registry/domain/reform.h"

namespace rasoat::registry {

/// What happened on one day in one province of 2025.
struct HistoryStep {
  AreaCode province;  ///< That of 2025, with all it was made of.
  Reform reform;
};

/// A line of the crosswalk of 2025 that names no one unit, as it was printed.
struct UnresolvedLine {
  AreaCode province;   ///< Of 2025.
  AreaCode successor;  ///< The unit that the line is about.
  std::string extent;  ///< `whole` or `part`, as far as the line says.
  std::string match;   ///< `ambiguous` or `unmatched`.
  std::vector<AreaCode> candidates;
  std::string text;
};

/// The units of 2021 and what became of them.
struct AreaHistory {
  std::vector<HistoryStep> base;   ///< The units of 2021, all `begun`.
  std::vector<HistoryStep> steps;  ///< By day, then by province.
  std::vector<UnresolvedLine> unresolved;
};

/// Reads units_2021.csv, changes_2022_2025.csv, units_2025.csv,
/// successions_2025.csv and unresolved_2025.csv of a folder: a header, then
/// rows without quotes, whose last column may hold commas.
///
/// Errors:
///   FAILED_PRECONDITION  AREA_FILE_FAULTY  names the file, and the line that
///       cannot be read or does not go with what came before
absl::StatusOr<AreaHistory> ReadAreaHistory(const std::string& directory);

}  // namespace rasoat::registry
