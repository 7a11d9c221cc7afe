#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "services/registry/domain/erasure.h"

namespace rasoat::registry {

/// Which requests to list.
struct ErasureFilter {
  ErasureState state = ErasureState::kUnspecified;  ///< Unspecified: all.
  VillageSet villages;  ///< Where the households live today, or lived last.
  ErasureId after;      ///< Only ids above this one.
};

/// The requests for erasure, and the erasing. Thread safe.
class ErasureStore {
 public:
  virtual ~ErasureStore() = default;

  /// Keeps a new request; the same again returns what is kept.
  ///
  /// Errors:
  ///   NOT_FOUND            HOUSEHOLD_NOT_FOUND, MEMBER_NOT_FOUND
  ///   FAILED_PRECONDITION  LEGAL_HOLD
  ///   ALREADY_EXISTS       ERASURE_EXISTS
  virtual absl::StatusOr<Erasure> Create(const Erasure& erasure,
                                         absl::Time deadline) = 0;

  /// Errors: NOT_FOUND  ERASURE_NOT_FOUND
  virtual absl::StatusOr<Erasure> Get(const ErasureId& id,
                                      absl::Time deadline) = 0;

  /// Up to `limit` requests, in the order of their ids.
  virtual absl::StatusOr<std::vector<Erasure>> List(const ErasureFilter& filter,
                                                    int limit,
                                                    absl::Time deadline) = 0;

  /// Decides as Decided() says. An approval erases in the same transaction,
  /// tells the feed, and removes the files of imports for `areas`.
  ///
  /// Errors: those of Get and Decided; and
  ///   FAILED_PRECONDITION  LEGAL_HOLD, ERASURE_WAITS_FOR_IMPORT,
  ///                        IMPORT_FILE_HELD
  ///   ABORTED              ERASURE_RACED  `areas` lacks a village it lives or
  ///                                       lived in: find them again
  virtual absl::StatusOr<Erasure> Decide(const ErasureId& id,
                                         const ErasureDecision& decision,
                                         absl::Span<const ErasureArea> areas,
                                         absl::Time now,
                                         absl::Time deadline) = 0;
};

}  // namespace rasoat::registry
