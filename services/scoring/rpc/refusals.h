// Refusals that more than one call gives.
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace rasoat::scoring {

/// NOT_FOUND  ASSESSMENT_NOT_FOUND  at `field`.
absl::Status AssessmentNotFound(absl::string_view field);

/// NOT_FOUND  ROUND_STANDARDS_NOT_FOUND  at `field`.
absl::Status RoundStandardsNotFound(absl::string_view field);

}  // namespace rasoat::scoring
