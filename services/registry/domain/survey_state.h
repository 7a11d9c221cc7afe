// The life of a survey: where it may stand, and what leads from one to another.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/types/span.h"

namespace rasoat::registry {

/// Where a survey stands. The numbers are the API's, and are stored.
enum class SurveyStatus {
  kUnspecified = 0,
  kDraft = 1,      ///< Being filled in: no version yet, and nobody is told.
  kSubmitted = 2,  ///< Waits for a supervisor.
  kReturned = 3,   ///< Waits for a new version.
  kAccepted = 4,   ///< Final for this version.
};

/// What is done with a survey.
enum class SurveyAct {
  kUnspecified = 0,
  kReturn = 1,   ///< A supervisor sends it back. The number is stored.
  kAccept = 2,   ///< A supervisor accepts it. The number is stored.
  kSave = 3,     ///< Its writer keeps the draft.
  kSubmit = 4,   ///< Its writer hands the draft in.
  kReplace = 5,  ///< A new version takes its place.
};

/// One row of the table: `act` on a survey that stands at `from` leaves one
/// that stands at `to`. After kReplace that is the new version; the one
/// replaced stays where it was.
struct SurveyTransition {
  SurveyStatus from;
  SurveyAct act;
  SurveyStatus to;
  bool needs_words;  ///< A comment, or the reason of a correction.
};

/// Everything that may be done with a survey; what is not here may not.
absl::Span<const SurveyTransition> SurveyTransitions();

/// The row for `act` on a survey that stands at `from`.
///
/// Errors, by where it stands:
///   FAILED_PRECONDITION  SURVEY_IS_DRAFT, SURVEY_SUBMITTED, SURVEY_RETURNED,
///       SURVEY_ACCEPTED
absl::StatusOr<SurveyTransition> FindTransition(SurveyStatus from,
                                                SurveyAct act);

}  // namespace rasoat::registry
