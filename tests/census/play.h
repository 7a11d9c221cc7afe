#pragma once

#include "absl/status/status.h"
#include "tests/census/plan.h"
#include "tests/census/session.h"
#include "tests/census/world.h"

namespace rasoat::census {

/// What the play needs: who plays, where, what.
struct Play {
  Session& session;
  const World& world;
  const Plan& plan;
  std::uint64_t seed = 2021;
  int workers = 8;  ///< calls at a time
};

/// The acts, in their order. Each may be played again: what is there already
/// is left as it is.
absl::Status ImportAreas(Play& play);      ///< by the administrator
absl::Status AssignStandards(Play& play);  ///< by the administrator
absl::Status OpenRound(Play& play);
absl::Status Prepare(Play& play);
absl::Status VisitHouseholds(Play& play);
absl::Status MoveVillages(Play& play);

/// True when all that was planned has happened, whatever people did besides;
/// false as well while nobody has heard of the round.
absl::StatusOr<bool> StandsAsPlanned(Play& play);

/// Waits until it is so and every visit is assessed: the services follow one
/// another within moments.
///
/// Errors: DEADLINE_EXCEEDED  FIGURES_DIFFER  with what is told and planned.
absl::Status AwaitPlanned(Play& play);

}  // namespace rasoat::census
