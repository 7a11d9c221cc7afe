// Where suspicions and what was decided of them are kept.
#pragma once

#include <optional>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "services/registry/domain/duplicate_case.h"
#include "services/registry/domain/village_set.h"

namespace rasoat::registry {

/// Which cases a list is of: those whose two households both lie there.
struct DuplicateFilter {
  VillageSet villages;
  DuplicateState state = DuplicateState::kOpen;
  int minimum_score = 0;
};

/// A place in a list.
struct DuplicatePlace {
  int score = 0;
  DuplicateId id;
};

/// Keeps cases. Thread safe. Every method may also return what the database
/// says of itself.
class DuplicateStore {
 public:
  /// Decides from a case as it is; may be run again, so pure.
  using Change =
      absl::FunctionRef<absl::StatusOr<DuplicateCase>(const DuplicateCase&)>;

  virtual ~DuplicateStore() = default;

  /// Raises the findings (see RaiseCase), in one transaction; what that did to
  /// each, in their order.
  virtual absl::StatusOr<std::vector<RaiseEffect>> Raise(
      absl::Span<const DuplicateFinding> findings, absl::Time now,
      absl::Time deadline) = 0;

  /// Takes back the open cases within `villages` that are not among
  /// `findings`: the facts no longer speak for them.
  virtual absl::Status TakeBack(const VillageSet& villages,
                                absl::Span<const DuplicateFinding> findings,
                                absl::Time deadline) = 0;

  /// Errors: NOT_FOUND  DUPLICATE_NOT_FOUND
  virtual absl::StatusOr<DuplicateCase> Get(const DuplicateId& id,
                                            absl::Time deadline) = 0;

  /// Up to `limit` cases after `after`: highest score first, then the newest
  /// households.
  virtual absl::StatusOr<std::vector<DuplicateCase>> List(
      const DuplicateFilter& filter, const std::optional<DuplicatePlace>& after,
      int limit, absl::Time deadline) = 0;

  /// Reads, changes and writes one case as a single step.
  ///
  /// Errors: NOT_FOUND  DUPLICATE_NOT_FOUND; whatever `change` returned
  virtual absl::StatusOr<DuplicateCase> Update(const DuplicateId& id,
                                               Change change,
                                               absl::Time deadline) = 0;
};

}  // namespace rasoat::registry
