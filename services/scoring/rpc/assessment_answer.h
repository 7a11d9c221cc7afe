// A kept assessment as it is answered.
#pragma once

#include "absl/status/statusor.h"
#include "rasoat/scoring/v1/scoring.pb.h"
#include "services/scoring/store/rows.h"

namespace rasoat::scoring {

/// Errors: INTERNAL BREAKDOWN_UNREADABLE, the row is damaged.
absl::StatusOr<v1::Assessment> ToProto(const AssessmentRow& row);

}  // namespace rasoat::scoring
