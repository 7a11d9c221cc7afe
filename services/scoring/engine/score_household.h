// One household under one standard: the whole of scoring.
#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/scoring/domain/facts.h"
#include "services/scoring/domain/score.h"
#include "services/scoring/domain/standard.h"

namespace rasoat::scoring {

/// FAILED_PRECONDITION  STANDARD_INCOMPLETE  at `field`: not all numbers of the
/// standard that decide are known.
absl::Status StandardIncomplete(const Standard& standard,
                                absl::string_view field);

/// Scores a household under a valid standard.
///
/// Where totals are declared they are what counts: B1 as declared, B2 from the
/// number of deprivations declared; answers and members are not looked at.
/// Otherwise B1 is the sum over the indicators and B2 over the deprivations
/// found. The order in which members, answers and options are given changes
/// nothing, not even a byte of the result.
///
/// Pure; any thread. The result points into `standard` and `facts`.
///
/// Errors:
///   FAILED_PRECONDITION  STANDARD_NOT_IN_FORCE  on the review date
///   FAILED_PRECONDITION  STANDARD_INCOMPLETE    a number that decides is not
///                                               known
///   FAILED_PRECONDITION  TOTALS_NEEDED          the standard has no point
///                                               table and nothing is declared
///   INVALID_ARGUMENT, with everything that is wrong at once:
///     SETTLEMENT_MISSING, REGION_MISSING (rural, not declared);
///     MEMBERS_MISSING, MEMBER_REPEATED, BIRTH_AFTER_REVIEW;
///     ANSWER_MISSING, ANSWER_REPEATED, ANSWER_KIND, ANSWER_UNKNOWN,
///     ANSWER_OUT_OF_RANGE;
///     B1_NEGATIVE, DEPRIVATION_UNKNOWN, DEPRIVATION_REPEATED
absl::StatusOr<Score> ScoreHousehold(const Standard& standard,
                                     const Facts& facts);

}  // namespace rasoat::scoring
