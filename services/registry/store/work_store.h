// How far the work in the field is.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/registry/domain/form.h"
#include "services/registry/domain/work_state.h"

namespace rasoat::registry {

/// What work is asked about.
struct WorkFilter {
  std::vector<AreaCode> villages;  ///< Each once, in the order of their codes.
  RoundId round;
  FormKind kind = FormKind::kSurvey;
  WorkState state = WorkState::kUnspecified;  ///< Unspecified: any.
  std::string reviewer;  ///< Empty: anybody's and nobody's.
};

/// A place in a list: by village, then by number.
struct WorkPlace {
  AreaCode village;
  std::int64_t number = 0;
};

/// Reads households with their newest surveys, by index; never the answers.
/// Thread safe. Every method may also return what the database says of itself.
class WorkStore {
 public:
  virtual ~WorkStore() = default;

  /// Up to `limit` active households after `after`.
  virtual absl::StatusOr<std::vector<WorkNote>> List(const WorkFilter& filter,
                                                     const WorkPlace& after,
                                                     int limit,
                                                     absl::Time deadline) = 0;
  /// The active households of the filter's villages, whatever its state and
  /// reviewer.
  virtual absl::StatusOr<WorkSummary> Count(const WorkFilter& filter,
                                            absl::Time deadline) = 0;
};

}  // namespace rasoat::registry
