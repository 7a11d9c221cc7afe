// How packed households lie, in the places of a codebook.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "rasoat/scoring/v1/score_batch.pb.h"
#include "services/scoring/flat/codebook.h"

namespace rasoat::scoring {

/// One column: what its values mean.
struct PackedMeaning {
  std::string question;
  std::vector<std::string> options;  ///< Empty: numbers.
  bool several = false;
  bool yes_no = false;  ///< `yes` and `no` only.
  /// Where the quick engine has it: among choices, or numbers; -1: not read.
  int choice_at = -1;
  int number_at = -1;
  /// By option, the bit it sets.
  std::vector<flat::Chosen> bits;
  /// Read in a kind that the quick engine cannot take it in.
  bool unfit = false;
};

/// The columns of a stream of packed households.
struct PackedLayout {
  std::vector<PackedMeaning> household;
  std::vector<PackedMeaning> member;

  /// Errors: INVALID_ARGUMENT COLUMNS_MALFORMED, a question without code or
  /// given twice, an option given twice, or more than 32 options.
  static absl::StatusOr<PackedLayout> Read(const v1::PackedLayout& proto,
                                           const flat::Codebook& codebook);
};

/// The refusal of columns, naming the place.
absl::Status ColumnsMalformed(absl::string_view field, absl::string_view vi,
                              absl::string_view en);

}  // namespace rasoat::scoring
