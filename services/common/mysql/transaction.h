// Statements, transactions and the retry of lock conflicts.
//
//   return mysql::InTransaction(pool_, deadline, [&](mysql::Transaction& tx)
//       -> absl::StatusOr<Household> { … });
//
// The errors of statements, and what holds about time, are listed in reader.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "services/common/mysql/param.h"
#include "services/common/mysql/pool.h"
#include "services/common/mysql/reader.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace rasoat::mysql {

/// A transaction on one session. Rolls back on destruction unless committed.
/// Stores use InTransaction(); this is the part it is made of. After a
/// LOCK_CONFLICT the server may have rolled back already: every further use
/// answers with the same conflict, also when the body ignored the first.
class Transaction final : public Reader {
 public:
  using Reader::Reader;
  ~Transaction();

  /// Starts it: one round trip.
  absl::Status Begin();

  /// Commits: one round trip. Afterwards every use fails with INTERNAL
  /// TRANSACTION_OVER. Errors as a statement, and
  ///   UNKNOWN  COMMIT_OUTCOME_UNKNOWN  the connection was lost while
  ///            committing; ask again with the same request id, never blindly
  absl::Status Commit();

  /// Runs an INSERT, UPDATE or DELETE; the number of rows matched.
  template <class... Args>
  absl::StatusOr<std::int64_t> Execute(absl::string_view sql,
                                       const Args&... args) {
    const std::vector<Param> params{Param(args)...};
    return Change(sql, params);
  }

  /// Inserts `rows` rows of `columns` values with few statements, one round
  /// trip each. Every hundred rows of less than about 1 MiB are one statement
  /// that the session keeps prepared, which spares the server reading their
  /// values as text, a quarter of its work; what is left goes as text.
  ///
  /// `head` is all that stands before the rows: "INSERT INTO t (a, b) VALUES";
  /// `tail` all that follows: "ON DUPLICATE KEY UPDATE b = VALUES(b)". `fill`
  /// adds the values of a row, 0 first. Returns the rows the server counted (an
  /// updated duplicate counts as two). Nothing is sent when `rows` is 0.
  absl::StatusOr<std::int64_t> InsertRows(
      absl::string_view head, std::size_t rows, std::size_t columns,
      absl::FunctionRef<void(std::size_t row, Params& out)> fill,
      absl::string_view tail = "");

 private:
  absl::StatusOr<std::int64_t> Change(absl::string_view sql,
                                      absl::Span<const Param> params);
  absl::StatusOr<std::int64_t> InsertAsText(absl::string_view head,
                                            absl::Span<const Param> values,
                                            std::size_t columns,
                                            absl::string_view tail);

  bool open_ = false;
};

/// The status of a status, or of a StatusOr.
inline const absl::Status& StatusOf(const absl::Status& status) {
  return status;
}
template <class T>
const absl::Status& StatusOf(const absl::StatusOr<T>& result) {
  return result.status();
}

/// Runs `body(Transaction&)`, which returns absl::Status or StatusOr: commits
/// when it returns OK, rolls back when it does not, and runs it again, three
/// times in all and only before the deadline, when it or the commit fails with
/// LOCK_CONFLICT. `body` must therefore keep nothing between runs, and makes
/// no RPC. Costs two round trips besides the body's own. A session that turns
/// out lost before the body has run is replaced once.
template <class Body>
std::invoke_result_t<Body, Transaction&> InTransaction(Pool& pool,
                                                       absl::Time deadline,
                                                       Body body) {
  constexpr int kAttempts = 3;
  bool replaced = false;
  for (int attempt = 1;;) {
    RASOAT_ASSIGN_OR_RETURN(Session session, pool.Acquire(deadline));
    Transaction tx(session, deadline);
    if (absl::Status begun = tx.Begin(); !begun.ok()) {
      // Nothing has been done on it yet: another session may do it all.
      if (!session.broken() || replaced) return begun;
      replaced = true;
      continue;
    }
    auto result = body(tx);
    absl::Status end = StatusOf(result);
    if (end.ok()) end = tx.Commit();
    if (end.ok()) return result;
    if (ReasonOf(end) != "LOCK_CONFLICT" || attempt++ == kAttempts) return end;
  }
}

}  // namespace rasoat::mysql
