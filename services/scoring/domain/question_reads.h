// Which questions a standard reads, and as what.
#pragma once

#include <string>
#include <vector>

#include "services/scoring/domain/standard.h"

namespace rasoat::scoring {

/// What an answer is taken for.
enum class ReadAs {
  kOneOption,  ///< One option, or yes or no.
  kOptions,    ///< Several options, summed.
  kAnyOption,  ///< Options, one or several, or yes or no.
  kYesNo,
  kNumber,
};

/// An option that a standard names.
struct OptionRead {
  std::string place;  ///< As in Fault.
  std::string code;
};

/// A question that a standard names.
struct QuestionRead {
  std::string place;  ///< As in Fault.
  std::string question;
  bool of_member = false;  ///< Else of the household.
  ReadAs as = ReadAs::kAnyOption;
  std::vector<OptionRead> options;
  /// Any option that is not among `options` would be refused.
  bool all_options = false;
  /// Not empty: `options` are looked for in all of these questions, `question`
  /// one of them. Each option is of one of them, and each has one of the
  /// options.
  std::vector<std::string> together;
};

/// Every question that `standard` reads (its table, dependants, deprivations
/// with their exemptions, contradictions, screening), in the order of its
/// parts. Places where a question is missing are left out: they are faults
/// already.
///
/// Pure.
std::vector<QuestionRead> QuestionsOf(const Standard& standard);

}  // namespace rasoat::scoring
