// Reads what each reason for a duplicate counts (../duplicates).
#pragma once

#include <array>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/registry/domain/duplicate.h"

namespace rasoat::registry {

/// The marks, and the words for each reason. Immutable once read.
struct MarkedReasons {
  struct Words {
    std::string vi;
    std::string en;
  };

  DuplicateMarks marks;
  std::array<Words, kDuplicateReasons> words;  ///< By reason.
};

/// Reads the text of such a file.
///
/// Errors:
///   FAILED_PRECONDITION  MARKS_FAULTY  cannot be read; a reason that is
///       missing, unknown or there twice, points out of -100 to 100, an empty
///       label, `raise_from` out of 1 to 100, `most_kin` out of 0 to 49
absl::StatusOr<MarkedReasons> ParseDuplicateMarks(absl::string_view text);

/// Reads the file. Errors: as above, and MARKS_FAULTY when there is none.
absl::StatusOr<MarkedReasons> ReadDuplicateMarks(const std::string& path);

}  // namespace rasoat::registry
