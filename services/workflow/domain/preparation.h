// What happens before the visits: milestones of units, and training classes.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "services/common/status/error.h"
#include "services/workflow/domain/ids.h"
#include "services/workflow/domain/procedure.h"
#include "services/workflow/domain/round.h"

namespace rasoat::workflow {

/// That a unit reached a milestone.
struct Milestone {
  AreaCode unit;
  std::string kind;  ///< code of a MilestoneKind
  absl::CivilDay date;
  std::string document;  ///< number of the decision; may be empty

  friend bool operator==(const Milestone&, const Milestone&) = default;
};

/// How a class is held.
enum class TrainingForm { kInPerson, kOnline };

/// A training class (lớp tập huấn) as it was set up.
struct TrainingClass {
  ClassId id;
  AreaCode organizer;
  std::string topic;
  TrainingForm form = TrainingForm::kInPerson;
  absl::CivilDay start;
  absl::CivilDay end;  ///< inclusive; attendance counts from it

  friend bool operator==(const TrainingClass&, const TrainingClass&) = default;
};

/// Everything wrong with `milestones` that shows without looking at units'
/// tiers: kind unknown, day in the future or outside the round, document too
/// long, the same milestone twice. Fields are `milestones[0].kind` …
///
/// Errors: INVALID_ARGUMENT  MILESTONE_UNKNOWN, DATE_IN_FUTURE,
///   DATE_OUTSIDE_ROUND, DOCUMENT_TOO_LONG, MILESTONE_TWICE
absl::Status CheckMilestones(absl::Span<const Milestone> milestones,
                             const Procedure& procedure, const RoundPlan& plan,
                             absl::CivilDay today);

/// WRONG_TIER: `milestones[at]` is of a kind for units of another tier.
Violation WrongTier(std::size_t at, Tier wanted);

/// Checks a class that is to be set up. A class may lie in the future.
///
/// Errors: INVALID_ARGUMENT, everything that is wrong at once:
///   TOPIC_WRONG (empty or longer than 200 characters), CLASS_DATES_WRONG
///   (ends before it starts), DATE_OUTSIDE_ROUND
absl::Status CheckClass(const TrainingClass& training, const RoundPlan& plan);

}  // namespace rasoat::workflow
