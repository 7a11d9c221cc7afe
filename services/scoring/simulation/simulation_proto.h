// What a simulation found: domain to proto.
#pragma once

#include "rasoat/scoring/v1/simulations.pb.h"
#include "services/scoring/domain/standard.h"
#include "services/scoring/simulation/simulate.h"

namespace rasoat::scoring {

/// Fills everything but the feed's position. Costs only with benefits.
void FillSimulation(const Standard& standard, const Simulated& simulated,
                    const v1::SimulateRequest& request,
                    v1::SimulationResult& result);

}  // namespace rasoat::scoring
