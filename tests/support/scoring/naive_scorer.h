// Scoring a second time, slowly and plainly, for the tests to compare with.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "rasoat/api/v1/facts.pb.h"
#include "rasoat/scoring/v1/scoring.pb.h"
#include "rasoat/scoring/v1/standards.pb.h"

namespace rasoat::scoring {

/// What the plain reckoning found.
struct NaiveScore {
  bool refused = false;  ///< Something is wrong; the rest then means nothing.
  int b1 = 0;
  int b2 = 0;
  v1::HouseholdClass household_class = v1::HOUSEHOLD_CLASS_UNSPECIFIED;
  /// Members, by id and in order, because of whom each deprivation that was
  /// found is; none for deprivations of the household.
  std::map<std::string, std::vector<std::string>> deprivations;
};

/// Scores answers, not declared totals, as the comments of the message
/// `Standard` say. Shares no code with the service. Dates must be days that
/// exist, written `YYYY-MM-DD`.
NaiveScore ScoreNaively(const v1::Standard& standard,
                        const api::v1::HouseholdFacts& facts);

}  // namespace rasoat::scoring
