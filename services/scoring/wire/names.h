// Resource names: what stands behind the slash.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/common/ids/ulid.h"

namespace rasoat::scoring {

/// The id in `{collection}/{ULID}`, for example of `surveys/01H…`. `field` is
/// the request field to blame.
///
/// Errors: INVALID_ARGUMENT  NAME_MALFORMED  anything else
absl::StatusOr<Ulid> ParseUlidName(absl::string_view name,
                                   absl::string_view collection,
                                   absl::string_view field);

/// The id in `{collection}/{id}`: 1 to 64 letters, digits, `-`, `_` and `.`.
///
/// Errors: INVALID_ARGUMENT  NAME_MALFORMED  anything else
absl::StatusOr<std::string> ParseIdName(absl::string_view name,
                                        absl::string_view collection,
                                        absl::string_view field);

/// What `surveys/{survey}/assessments/{standard}` names.
struct AssessmentName {
  Ulid survey;
  std::string standard;  ///< Id.
};

/// Reads the name of an assessment.
///
/// Errors: INVALID_ARGUMENT  NAME_MALFORMED  anything else
absl::StatusOr<AssessmentName> ParseAssessmentName(absl::string_view name,
                                                   absl::string_view field);

/// `{collection}/{id}`.
std::string NameOf(absl::string_view collection, const Ulid& id);

}  // namespace rasoat::scoring
