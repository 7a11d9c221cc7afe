#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/common/mysql/transaction.h"

namespace rasoat::feed {

/// A follower's row: where it is, and what it last heard. Private to the feed.
struct Place {
  std::int64_t generation = 0;  ///< How often it was rebuilt.
  std::int64_t position = 0;    ///< Applied up to and including this change.
  std::int64_t newest = 0;      ///< The followed feed's newest, as last heard.
  std::optional<absl::Time> applied_commit_time;
  std::optional<absl::Time> heard_time;

  /// Tells whether both stand at the same change of the same generation.
  bool SameAs(const Place& other) const {
    return generation == other.generation && position == other.position;
  }
};

/// Reads the row of `follower` as committed; an unknown follower stands at 0.
///
/// Errors: those of `mysql::Read`.
absl::StatusOr<Place> ReadPlace(mysql::Pool& pool, absl::Time deadline,
                                absl::string_view follower);

/// Reads the row of `follower`, made first if need be, and locks it until the
/// transaction ends.
///
/// Errors: those of a statement.
absl::StatusOr<Place> LockPlace(mysql::Transaction& tx,
                                absl::string_view follower);

/// Writes the row of `follower`, which `tx` has locked.
///
/// Errors: those of a statement.
absl::Status SavePlace(mysql::Transaction& tx, absl::string_view follower,
                       const Place& place);

/// What came of asking for a lease.
struct LeaseAnswer {
  bool held = false;         ///< The asker leads until the lease runs out.
  absl::Duration remaining;  ///< Else: how long the other one's still runs.
};

/// Takes or renews the lease of `follower` for `holder` unless another holds
/// it. The database's clock decides, so replicas' clocks may differ.
///
/// Errors: those of `mysql::InTransaction`.
absl::StatusOr<LeaseAnswer> AskForLease(mysql::Pool& pool, absl::Time deadline,
                                        absl::string_view follower,
                                        absl::string_view holder,
                                        absl::Duration lease);

/// Gives the lease up if `holder` has it.
///
/// Errors: those of `mysql::InTransaction`.
absl::Status GiveUpLease(mysql::Pool& pool, absl::Time deadline,
                         absl::string_view follower, absl::string_view holder);

}  // namespace rasoat::feed
