// Households that answer the whole form survey-2021-training, by chance.
#pragma once

#include <initializer_list>
#include <random>
#include <string>

#include "rasoat/api/v1/facts.pb.h"

namespace rasoat::scoring {

/// A household with every answer that applies to it; the same for the same
/// state of `chance`. Reviewed on 2021-10-10.
api::v1::HouseholdFacts TrainingHousehold(std::mt19937& chance);

}  // namespace rasoat::scoring
