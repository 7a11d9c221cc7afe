#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "rasoat/reporting/v1/progress.pb.h"
#include "rasoat/workflow/v1/workflow_feed.pb.h"
#include "services/reporting/domain/bulletin.h"
#include "services/reporting/domain/progress.h"

namespace rasoat::reporting {

/// What a reader asks for, checked.
struct Question {
  std::string round;  ///< `rounds/{id}`
  std::string area;   ///< code
  std::string tier;   ///< of the rows; empty for none
  absl::CivilDay as_of;
};

/// Checks the fields that all requests share. `today` stands for an empty
/// `as_of`.
///
/// Errors: INVALID_ARGUMENT  AREA_REQUIRED, AS_OF_MALFORMED, AS_OF_IN_FUTURE,
/// GROUP_BY_UNKNOWN.
absl::StatusOr<Question> ParseQuestion(const std::string& round,
                                       const std::string& area,
                                       const std::string& as_of,
                                       const std::string& group_by,
                                       absl::CivilDay today);

/// The report without its completeness and time. Adds a row for what the parts
/// do not hold, so that the rows always sum to the total.
v1::ProgressReport ToProto(const Question& question, const Figures& figures,
                           const workflow::v1::RoundState& round);

/// The facts of a bulletin about the report's total.
BulletinFacts FactsOf(const v1::ProgressReport& report,
                      const workflow::v1::RoundState& round,
                      absl::CivilDay as_of);

}  // namespace rasoat::reporting
