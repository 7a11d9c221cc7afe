#pragma once

#include <cstdint>

#include "absl/time/civil_time.h"
#include "rasoat/registry/v1/forms.pb.h"
#include "rasoat/registry/v1/households.pb.h"
#include "rasoat/registry/v1/surveys.pb.h"

namespace rasoat::census {

/// Fills `form` for a household as a reviewer would on `day`: every question
/// that is asked gets an answer within its range, none that is not. How well
/// off the household is decides how the answers are spread; the shares are
/// ours, not a statistic.
registry::v1::Survey FillForm(const registry::v1::Form& form,
                              const registry::v1::Household& household,
                              absl::CivilDay day, std::uint64_t seed,
                              std::uint64_t index);

}  // namespace rasoat::census
