// What scoring found: domain to proto.
#pragma once

#include "rasoat/scoring/v1/scoring.pb.h"
#include "rasoat/scoring/v1/scoring_feed.pb.h"
#include "services/scoring/domain/score.h"
#include "services/scoring/domain/standard.h"

namespace rasoat::scoring {

/// The class as the API says it.
v1::HouseholdClass ToProto(HouseholdClass household_class);

/// Fills the part of an assessment that explains it: the indicators, the
/// deprivations, the settlement, and whether it was declared or for training.
/// The same score gives the same message, and the same bytes.
void Explain(const Standard& standard, const Score& score,
             v1::Assessment& assessment);

/// The whole answer to `Score`.
void FillAssessment(const Standard& standard, const Score& score,
                    v1::Assessment& assessment);

/// The result as the feed says it.
void FillResult(const Standard& standard, const Score& score,
                v1::StandardResult& result);

}  // namespace rasoat::scoring
