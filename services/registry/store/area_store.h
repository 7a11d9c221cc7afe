// Where the administrative units are kept.
#pragma once

#include <cstdint>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/registry/domain/area_book.h"

namespace rasoat::registry {

/// All units with their successions, and the number that rises with every
/// import.
struct AreaSnapshot {
  AreaBook book;
  std::int64_t revision = 0;
};

/// Keeps the units. Thread safe. Every method may also return what the database
/// says of itself (see mysql/transaction.h).
class AreaStore {
 public:
  /// Decides what to add from what is there; may be run again, so pure.
  using Plan = absl::FunctionRef<absl::StatusOr<ImportPlan>(const AreaBook&)>;

  virtual ~AreaStore() = default;

  /// Reads every unit. The book may be newer than the revision, never older.
  virtual absl::StatusOr<AreaSnapshot> Load(absl::Time deadline) = 0;
  /// Reads the revision alone: one row.
  virtual absl::StatusOr<std::int64_t> Revision(absl::Time deadline) = 0;
  /// Stores what `plan` wants created, ended and remembered of successions, all
  /// of it or nothing, one import at a time, and tells the feed of each version
  /// that is new or has got its end. Errors: what `plan` returns.
  virtual absl::StatusOr<ImportPlan> Import(Plan plan, absl::Time deadline) = 0;
};

}  // namespace rasoat::registry
