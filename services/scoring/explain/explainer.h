// Says why a household has its class.
#pragma once

#include "absl/status/statusor.h"
#include "rasoat/scoring/v1/explanations.pb.h"
#include "services/scoring/domain/facts.h"
#include "services/scoring/load/catalogue.h"

namespace rasoat::scoring {

/// Most answers told that would change the class.
inline constexpr std::size_t kMostDecisive = 50;

/// Scores a household and explains the result. Pure; the same facts give the
/// same explanation, in whatever order members and answers come.
///
/// Errors: those of ScoreHousehold().
absl::StatusOr<v1::Explanation> ExplainHousehold(const KnownStandard& known,
                                                 const Facts& facts);

}  // namespace rasoat::scoring
