// The roster.
#pragma once

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "services/workflow/domain/staff.h"

namespace rasoat::workflow {

/// Keeps the people. Thread safe. Every method may block until `deadline` and
/// may fail with what mysql/transaction.h lists.
class StaffStore {
 public:
  virtual ~StaffStore() = default;

  /// Adds people that CheckStaff() found faultless, all or none; returns how
  /// many were new. Who is there already with the same content stays.
  ///
  /// Errors: ALREADY_EXISTS  STAFF_EXISTS  with another content, every one
  virtual absl::StatusOr<int> Add(absl::Span<const Staff> staff,
                                  absl::Time deadline) = 0;

  /// Errors: NOT_FOUND  STAFF_NOT_FOUND
  virtual absl::StatusOr<Staff> Get(const StaffId& id, absl::Time deadline) = 0;

  /// Up to `most` people who work in `area` or below it (ever below it), after
  /// `after`, by id. `*` lists everybody.
  virtual absl::StatusOr<std::vector<Staff>> List(
      const AreaCode& area, const std::optional<StaffId>& after, int most,
      absl::Time deadline) = 0;
};

}  // namespace rasoat::workflow
