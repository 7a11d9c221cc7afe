#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <type_traits>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/clock/clock.h"
#include "services/common/feed/change.h"
#include "services/common/mysql/pool.h"
#include "services/common/mysql/transaction.h"
#include "services/common/status/status_macros.h"

namespace rasoat::feed {

/// A service's own feed: what its stores write to and its `Watch` reads from.
///
/// One per process, made in main and handed to every store whose facts others
/// follow. Several processes (replicas) may share one schema. Needs the tables
/// of `migrations/` in that schema. Thread safe. The pool and the clock must
/// outlive it.
class Feed {
 public:
  /// `clock` dates the changes.
  Feed(mysql::Pool& pool, const Clock& clock) : pool_(pool), clock_(clock) {}
  Feed(const Feed&) = delete;
  Feed& operator=(const Feed&) = delete;

  /// Where the feed and the facts it reports are stored.
  mysql::Pool& pool() { return pool_; }
  /// What dates the changes.
  const Clock& clock() const { return clock_; }

  /// Takes positions for `changes` and stores them; nothing if there are none.
  ///
  /// Called by `InTransaction` as the last act before the commit: from here on
  /// every other writer of the feed waits, so nothing slow may follow.
  ///
  /// Errors: those of `mysql::Transaction`;
  ///   INTERNAL  FEED_HEAD_MISSING  the schema lacks the head's only row
  ///   INTERNAL  CHANGE_MALFORMED   a subject, area, kind or state is too long
  absl::Status Append(mysql::Transaction& tx, const Changes& changes);

  /// Has `listener` called after each local commit of changes, on the thread
  /// that committed; it must only wake somebody. Null removes it; when that
  /// returns, the former listener is not running and will not be called again.
  void ListenForCommits(std::function<void()> listener);

  /// Tells the listener that changes were committed here.
  void Committed();

 private:
  mysql::Pool& pool_;
  const Clock& clock_;
  std::mutex mu_;
  std::function<void()> listener_;
};

/// Runs `body` in a transaction and makes its changes known with the commit.
///
/// `body(mysql::Transaction&, Changes&)` writes the facts and adds the changes;
/// it returns `absl::Status` or `absl::StatusOr<T>`, which is passed on. If it
/// fails nothing is kept and no position is used up. It may be run again after
/// a lock conflict (with `Changes` empty again), so it must keep nothing
/// between runs. `deadline` bounds the whole, waiting for a session included.
///
/// Positions are taken after `body`, under the lock of the feed's head, which
/// the commit lets go: so commits happen in the order of positions, without
/// gaps (README.md says why). Only this last step is one at a time; bodies run
/// side by side.
///
/// Errors: those of `body` and of `mysql::InTransaction`. After
///   UNKNOWN  COMMIT_OUTCOME_UNKNOWN  the facts and the changes are either all
///   there or all absent; ask the store before trying again.
template <class Body>
auto InTransaction(Feed& feed, absl::Time deadline, Body body)
    -> std::invoke_result_t<Body&, mysql::Transaction&, Changes&> {
  using Result = std::invoke_result_t<Body&, mysql::Transaction&, Changes&>;
  bool told = false;
  Result result = mysql::InTransaction(
      feed.pool(), deadline, [&](mysql::Transaction& tx) -> Result {
        Changes changes;
        Result outcome = body(tx, changes);
        if (!outcome.ok()) return outcome;
        RASOAT_RETURN_IF_ERROR(feed.Append(tx, changes));
        told = !changes.empty();
        return outcome;
      });
  // Also when the commit's outcome is unknown: an idle look costs one query.
  if (told) feed.Committed();
  return result;
}

}  // namespace rasoat::feed
