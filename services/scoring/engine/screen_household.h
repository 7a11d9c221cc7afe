// Quick identification of one household.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "services/scoring/domain/facts.h"
#include "services/scoring/domain/standard.h"

namespace rasoat::scoring {

/// Whether the household has each item, in the order of `screening`.
///
/// Errors: INVALID_ARGUMENT, with everything that is wrong at once:
/// ANSWER_MISSING, ANSWER_KIND, ANSWER_REPEATED, the field being
/// `answers[question]`. Pure.
absl::StatusOr<std::vector<bool>> FindItems(const Screening& screening,
                                            const std::vector<Answer>& answers);

}  // namespace rasoat::scoring
