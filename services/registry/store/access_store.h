// Where looks at the files of households are written down.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/registry/domain/access_entry.h"

namespace rasoat::registry {

/// Which entries a list is of: those of a household, of a person, or all.
struct AccessFilter {
  HouseholdId household;  ///< None: of any.
  /// With a household: the scopes it lies in, at most 16, so that looks at
  /// everything in them are found too.
  std::vector<std::string> scopes;
  std::string subject;  ///< Empty: of anybody. Not together with a household.
  absl::Time start = absl::InfinitePast();  ///< Counts.
};

/// The place of an entry in a list, which has the newest first.
struct AccessCursor {
  absl::Time time;
  AccessPlace place;
};

/// Keeps entries for ever. Thread safe. Every method may also return what the
/// database says of itself.
class AccessStore {
 public:
  virtual ~AccessStore() = default;

  /// Writes the entry at the end of a chain; it is there for good when this
  /// returns OK. Calls at the same time share a transaction.
  ///
  /// Errors:
  ///   DATA_LOSS  ACCESS_LOG_BROKEN  the end of every chain was tampered with
  virtual absl::Status Append(AccessEntry entry, absl::Time deadline) = 0;

  /// Up to `limit` entries before `before`, the newest first.
  virtual absl::StatusOr<std::vector<KeptAccess>> List(
      const AccessFilter& filter, const AccessCursor& before, int limit,
      absl::Time deadline) = 0;

  /// Checks up to `limit` entries after `after` and, when it comes to the end
  /// of a chain, its end. Stops at the first break.
  virtual absl::StatusOr<AccessWalk> Walk(const AccessPlace& after, int limit,
                                          absl::Time deadline) = 0;

  /// The end of every chain that has entries.
  virtual absl::StatusOr<std::vector<AccessHead>> Heads(
      absl::Time deadline) = 0;

  /// The break, if the chain does not lead through a head that was noted.
  virtual absl::StatusOr<std::optional<AccessBreak>> Compare(
      const AccessHead& noted, absl::Time deadline) = 0;
};

}  // namespace rasoat::registry
