// A round of the review (đợt rà soát) and the units it is held in.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "services/workflow/domain/ids.h"
#include "services/workflow/domain/procedure.h"

namespace rasoat::workflow {

/// What somebody says of a round to open it.
struct RoundPlan {
  RoundId id;
  Text title;  ///< both languages, each 1 to 200 characters
  AreaCode area;
  ProcedureId procedure;
  absl::CivilDay start;  ///< first day
  absl::CivilDay end;    ///< last day, inclusive

  friend bool operator==(const RoundPlan&, const RoundPlan&) = default;
};

/// An opened round; never changes.
struct Round {
  RoundPlan plan;
  std::string procedure_hash;
  bool training = false;
  std::vector<std::string> standards;  ///< `standards/{id}`, the first decides
  int village_count = 0;
  absl::Time opened_at;
};

/// A unit as it is on the first day of a round.
struct Unit {
  AreaCode code;
  AreaCode parent;  ///< empty for a province
  Tier tier = Tier::kVillage;
  std::string display_name;
};

/// A unit of a round with the units above it, nearest first, up to the
/// province, also where the round is held in less than a province.
struct UnitInRound {
  Unit unit;
  std::vector<AreaCode> above;
  /// The first this many of `above` lie in the round themselves.
  std::size_t above_in_round = 0;
};

/// Checks what can be seen of a plan by itself. Fields as in
/// CreateRoundRequest.
///
/// Errors: INVALID_ARGUMENT, everything that is wrong at once:
///   TITLE_MISSING, TITLE_TOO_LONG, ROUND_DATES_WRONG (ends before it starts)
absl::Status CheckPlan(const RoundPlan& plan);

/// The villages below `area` among `units` (those true on one day), and every
/// unit from them up to `area`: what a round consists of, by code. A unit
/// without a village is no part of it. Empty if `area` is not there, or no
/// village below it.
std::vector<UnitInRound> UnitsOfRound(const AreaCode& area,
                                      absl::Span<const Unit> units);

}  // namespace rasoat::workflow
