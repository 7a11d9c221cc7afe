// Whether a unit takes part in a round; asked by every list of a round.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "services/common/mysql/transaction.h"
#include "services/common/status/error.h"
#include "services/workflow/domain/ids.h"

namespace rasoat::workflow {

/// OK when `unit` is a unit of `round`, which exists. One query.
///
/// Errors:
///   NOT_FOUND  AREA_NOT_IN_ROUND  blames `field`
absl::Status CheckInRound(mysql::Reader& reader, const RoundId& round,
                          const AreaCode& unit, const char* field);

/// AREA_NOT_IN_ROUND on `field`, for whoever looked by other means.
Violation AreaNotInRound(std::string field);

}  // namespace rasoat::workflow
