#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/reporting/domain/progress.h"
#include "services/reporting/domain/round_units.h"

namespace rasoat::reporting {

/// Reads what the followers have added up. Thread safe. Every method may fail
/// as a statement does (mysql/reader.h).
class ProgressStore {
 public:
  virtual ~ProgressStore() = default;

  /// The serialized RoundState of `rounds/{id}`, without its units.
  ///
  /// Errors: NOT_FOUND  ROUND_NOT_FOUND.
  virtual absl::StatusOr<std::string> ReadRound(absl::string_view round,
                                                absl::Time deadline) = 0;

  /// The figures of `area` in `round` up to and including `as_of`, and of its
  /// units of `tier` below it (none if `tier` is empty), all of one moment.
  /// Units of the tier appear even where nothing has happened.
  ///
  /// Errors:
  ///   NOT_FOUND         AREA_NOT_IN_ROUND  no such unit in the round
  ///   INVALID_ARGUMENT  GROUP_BY_UNKNOWN   no unit of that tier below `area`
  virtual absl::StatusOr<Figures> ReadFigures(absl::string_view round,
                                              const std::string& area,
                                              absl::string_view tier,
                                              absl::CivilDay as_of,
                                              absl::Time deadline) = 0;

  /// Every unit of every round with the unit above it, for access checks.
  virtual absl::StatusOr<std::vector<UnitParent>> ReadTree(
      absl::Time deadline) = 0;
};

}  // namespace rasoat::reporting
