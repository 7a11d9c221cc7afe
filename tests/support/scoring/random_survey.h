// Surveys of the training standard by chance, crowded around the edges of its
// rules.
#pragma once

#include <random>

#include "rasoat/api/v1/facts.pb.h"

namespace rasoat::scoring {

/// How many answers in ten thousand are spoilt, one way each.
struct SpoiltRates {
  int missing = 0;
  int unknown = 0;   ///< An option that nobody lists.
  int repeated = 0;  ///< The question is answered twice.
  int wrong_kind = 0;
  /// The answers of a member are drawn without regard to the age and to each
  /// other; otherwise none contradict.
  int contradicting = 0;
};

/// A survey of 1 to 14 members for `standards/training-2022-2`; the same for
/// the same state of `chance`.
///
/// Ages are at the edges of the rules: members have their birthday on the day
/// before the review date, on it, or on the day after; some were born on 29
/// February. Numbers are at the edges of their bands, the floor area at 8 m² a
/// person. A few reviews are on the first and last days of the standard, or
/// beyond them.
api::v1::HouseholdFacts RandomSurvey(std::mt19937& chance,
                                     const SpoiltRates& rates);

}  // namespace rasoat::scoring
