// One survey under one standard, as it is kept.
#pragma once

#include "absl/status/statusor.h"
#include "rasoat/api/v1/facts.pb.h"
#include "rasoat/scoring/v1/scoring_feed.pb.h"
#include "services/scoring/domain/facts.h"
#include "services/scoring/domain/standard.h"
#include "services/scoring/store/rows.h"

namespace rasoat::scoring {

/// Reads the facts kept with a survey into `proto`, which must outlive the
/// result.
///
/// Errors: INTERNAL FACTS_UNREADABLE; those of ReadFacts().
absl::StatusOr<Facts> ReadKeptFacts(const std::string& kept,
                                    api::v1::HouseholdFacts& proto);

/// Fills what scoring gives of a row (standard, hash, scores, class, failure,
/// breakdown), and the result as the feed tells it. The same facts under the
/// same version of a standard give the same bytes. Pure.
void AssessUnder(const Standard& standard, const absl::StatusOr<Facts>& facts,
                 AssessmentRow& row, v1::StandardResult& result);

}  // namespace rasoat::scoring
