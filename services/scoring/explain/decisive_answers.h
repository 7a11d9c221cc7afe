// Which single answers would change a household's class.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "services/scoring/domain/facts.h"
#include "services/scoring/domain/score.h"
#include "services/scoring/domain/standard.h"

namespace rasoat::scoring {

/// One answer changed, and what would come of it.
struct DecisiveAnswer {
  std::string question;
  std::string member;    ///< Empty: about the household.
  int member_place = 0;  ///< By id, from 1.
  std::string given;
  std::string instead;
  int b1 = 0;
  int b2 = 0;
  HouseholdClass household_class = HouseholdClass::kUnspecified;
};

/// What was found, at most as many as asked for.
struct DecisiveAnswers {
  std::vector<DecisiveAnswer> list;
  bool cut = false;
};

/// Tries every other option that `standard` names of every question that it
/// reads and the household answered, one at a time, and every edge of a number;
/// what could not be scored is passed over. Ages and the number of members are
/// no answers.
///
/// Nothing is found for totals from paper, and for what the quick engine has no
/// room for. Pure.
DecisiveAnswers FindDecisiveAnswers(const Standard& standard,
                                    const Facts& facts,
                                    HouseholdClass household_class,
                                    std::size_t most);

}  // namespace rasoat::scoring
