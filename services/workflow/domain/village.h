// Where a village stands in a round, and the only way it moves.
#pragma once

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/workflow/domain/procedure.h"

namespace rasoat::workflow {

/// The days of one step; both ends of a step may fall on one day.
struct StepDays {
  std::optional<absl::CivilDay> start;
  std::optional<absl::CivilDay> complete;

  friend bool operator==(const StepDays&, const StepDays&) = default;
};

/// What a village meeting (họp dân) decided.
struct Meeting {
  absl::CivilDay date;
  int attended = 0;  ///< 1 to kMostAttendants
  int agreed = 0;    ///< 0 to `attended`

  static constexpr int kMostAttendants = 10'000;

  friend bool operator==(const Meeting&, const Meeting&) = default;
};

/// Where a village stands: steps 1 … n are complete, step n + 1 has begun or
/// not, nothing after it has.
struct Standing {
  std::vector<StepDays> steps;     ///< one a step of the procedure, by number
  std::optional<Meeting> meeting;  ///< that completed the meeting step

  friend bool operator==(const Standing&, const Standing&) = default;
};

/// What the rules ask of the world at the moment of a move.
struct Surroundings {
  absl::CivilDay round_start;  ///< first day of the round
  absl::CivilDay round_end;    ///< its last day, inclusive
  absl::CivilDay today;        ///< in Vietnam
  int households = 0;          ///< of the village, in the register
  int assessed = 0;            ///< of them, assessed in this round
};

/// What somebody wants to happen to a village.
struct Move {
  enum class Kind { kStart, kComplete };

  Kind kind = Kind::kStart;
  int step = 0;  ///< its number
  absl::CivilDay date;
  std::optional<Meeting> meeting;  ///< with kComplete, where the step asks
};

/// Where every village stands when a round opens: nothing has happened, but a
/// first step that starts by itself has begun on the round's first day.
Standing AtTheStart(const Procedure& procedure, absl::CivilDay round_start);

/// Where the village stands after `move`: the whole state machine, one table
/// for all procedures.
///
/// Completing a step begins the next one on the same day if that starts by
/// itself. A move that has been made already with the same date (and the same
/// meeting) gives `now` unchanged, so that a lost answer can be asked for
/// again.
///
/// Agreement counts in whole persons: of 101 attending, 51 are 50 %, 50 are
/// not.
///
/// Pure; may be called from any thread. The fields blamed are those of
/// StartStepRequest and CompleteStepRequest.
///
/// Errors, in the order they are looked for:
///   INVALID_ARGUMENT     STEP_UNKNOWN         no such number
///   INVALID_ARGUMENT     DATE_IN_FUTURE       after today
///   INVALID_ARGUMENT     DATE_OUTSIDE_ROUND   before its first, after its last
///   day FAILED_PRECONDITION  STEP_OUT_OF_ORDER    the step before is not
///   complete FAILED_PRECONDITION  STEP_NOT_STARTED     to complete what did
///   not begin FAILED_PRECONDITION  STEP_ALREADY_STARTED   on another day
///   FAILED_PRECONDITION  STEP_ALREADY_COMPLETE  on another day, or by another
///                                               meeting
///   FAILED_PRECONDITION  DATE_BEFORE_PREVIOUS_STEP  a start before the
///   previous
///                        step's completion, a completion before the own start
///   INVALID_ARGUMENT     MEETING_NOT_ASKED    a meeting where none belongs
///   FAILED_PRECONDITION  HOUSEHOLDS_NOT_ASSESSED  some are missing, or none is
///                                                 in the register
///   FAILED_PRECONDITION  MEETING_MISSING      the step asks for one
///   INVALID_ARGUMENT     MEETING_WRONG        numbers or day are impossible
///   FAILED_PRECONDITION  MEETING_NOT_AGREED   too few agreed
absl::StatusOr<Standing> After(const Move& move, const Standing& now,
                               const Procedure& procedure,
                               const Surroundings& around);

}  // namespace rasoat::workflow
