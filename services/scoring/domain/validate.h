// Finds what is wrong with a standard before anybody is scored by it.
#pragma once

#include <string>
#include <vector>

#include "services/scoring/domain/standard.h"

namespace rasoat::scoring {

/// One fault of a standard.
struct Fault {
  /// Where: `indicators[size].bands[2]`.
  std::string place;
  /// What is wrong and what would be right, in English, for whoever keeps the
  /// file.
  std::string what;
  /// The same in Vietnamese.
  std::string vi;

  friend bool operator==(const Fault&, const Fault&) = default;
};

/// Every fault of `standard`, in the order of its parts; empty if it may be
/// used.
///
/// Looks for: missing titles, labels, sources and marks; a training mark in a
/// standard that does not say it is for training; codes, numbers and options
/// given twice; a settlement without class rule, and limits not in order;
/// bands with gaps or overlaps; indicators that give no points for anything or
/// read two things; parts that refer to what the standard does not have
/// (dependants, floor area, an option no indicator of that question lists);
/// conditions that can never hold; a table where B1 is declared only, and none
/// where it is not.
///
/// Pure.
std::vector<Fault> Validate(const Standard& standard);

}  // namespace rasoat::scoring
