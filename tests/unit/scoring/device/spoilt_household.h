// Households as they come from the field: mostly sound, otherwise spoilt in the
// ways people and programs do.
#pragma once

#include <random>

#include "rasoat/api/v1/facts.pb.h"
#include "services/scoring/domain/standard.h"

namespace rasoat::scoring {

/// A training household (training_household.h); two in five are then spoilt, in
/// one to three ways. `standard` says where the edges of its dates are, and
/// which deprivations may be declared.
api::v1::HouseholdFacts PerhapsSpoiltHousehold(const Standard& standard,
                                               std::mt19937& chance);

}  // namespace rasoat::scoring
