// Statements that read, and what every statement promises.
//
// Errors of every statement, whose reasons stores rename into trade words:
//   ALREADY_EXISTS       DUPLICATE_KEY         KeyOf(status) names the key
//   FAILED_PRECONDITION  REFERENCE_BROKEN      a foreign key is missing or in
//   use ABORTED              LOCK_CONFLICT         deadlock, lock wait, or
//   another
//                                              cluster node was first
//   DEADLINE_EXCEEDED    STATEMENT_TIMEOUT     the deadline had passed before
//   it
//                                              started, or it ran too long
//   UNAVAILABLE          DATABASE_UNREACHABLE  the connection was lost or
//   refused INTERNAL             DATABASE_ERROR        anything else: a bug of
//   ours INTERNAL             ROW_MISREAD           see Row
//
// What holds about time: no statement starts after the deadline; none waits for
// a lock longer than PoolOptions.lock_wait; the server ends one after
// statement_limit (MariaDB: any; MySQL: a SELECT); a silent server is given up
// 5 s later. A running statement is not cut short at the deadline itself.
#pragma once

#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "services/common/mysql/param.h"
#include "services/common/mysql/pool.h"
#include "services/common/mysql/row.h"
#include "services/common/status/status_macros.h"

namespace rasoat::mysql {

/// The unique key a DUPLICATE_KEY collided with, without its table, or "".
std::string KeyOf(const absl::Status& status);

/// Removes the StatusOr around a reader's result, if there is one.
template <class T>
struct Unwrapped {
  using type = T;
};
template <class T>
struct Unwrapped<absl::StatusOr<T>> {
  using type = T;
};

/// Runs SELECTs on one session. A function that only reads takes a Reader& and
/// works inside a Transaction as well. One thread at a time; made by Read() or
/// as part of a Transaction; the session must outlive it.
class Reader {
 public:
  Reader(Session& session, absl::Time deadline)
      : session_(session), deadline_(deadline) {}
  Reader(const Reader&) = delete;

  /// Calls `each` with every row, in order; stops at its first error. The whole
  /// result is held in memory meanwhile: bound it with LIMIT.
  template <class... Args>
  absl::Status ForEach(absl::string_view sql,
                       absl::FunctionRef<absl::Status(const Row&)> each,
                       const Args&... args) {
    const std::vector<Param> params{Param(args)...};
    return Select(sql, params, each);
  }

  /// The same for who has the values in a list.
  absl::Status ForEachOf(absl::string_view sql, absl::Span<const Param> params,
                         absl::FunctionRef<absl::Status(const Row&)> each) {
    return Select(sql, params, each);
  }

  /// The same for a long list of `rows` rows of `columns` values: `head` is all
  /// that stands before it, "SELECT c FROM t WHERE (a, b) IN ("; what follows
  /// it is ")". `fill` adds the values of a row, 0 first. Sent as it is,
  /// without being prepared, in few statements as by Transaction::InsertRows().
  /// Nothing is sent when `rows` is 0.
  absl::Status ForEachAmong(
      absl::string_view head, std::size_t rows, std::size_t columns,
      absl::FunctionRef<void(std::size_t row, Params& out)> fill,
      absl::FunctionRef<absl::Status(const Row&)> each);

  /// Every row as read by `read`: Row → T, or Row → StatusOr<T>.
  template <class Read, class... Args>
  auto Query(absl::string_view sql, Read read, const Args&... args) {
    using Result = std::invoke_result_t<Read, const Row&>;
    using T = typename Unwrapped<Result>::type;
    return [&]() -> absl::StatusOr<std::vector<T>> {
      std::vector<T> all;
      RASOAT_RETURN_IF_ERROR(ForEach(
          sql,
          [&](const Row& row) -> absl::Status {
            if constexpr (std::is_same_v<Result, T>) {
              all.push_back(read(row));
            } else {
              RASOAT_ASSIGN_OR_RETURN(T one, read(row));
              all.push_back(std::move(one));
            }
            return absl::OkStatus();
          },
          args...));
      return all;
    }();
  }

  /// The single row of a SELECT by key, or nullopt. Further rows are ignored.
  template <class Read, class... Args>
  auto QueryOne(absl::string_view sql, Read read, const Args&... args) {
    using T = typename Unwrapped<std::invoke_result_t<Read, const Row&>>::type;
    return [&]() -> absl::StatusOr<std::optional<T>> {
      RASOAT_ASSIGN_OR_RETURN(std::vector<T> all,
                              Query(sql, std::move(read), args...));
      if (all.empty()) return std::optional<T>();
      return std::optional<T>(std::move(all.front()));
    }();
  }

  /// When the work has to be done.
  absl::Time deadline() const { return deadline_; }

 protected:
  /// Why no statement may start now, or OK.
  absl::Status Usable() const;
  /// Remembers a failure after which the server has already rolled back.
  void Note(const absl::Status& ran);

  Session& session_;
  const absl::Time deadline_;
  absl::Status ended_;  // what every further use answers, once not OK

 private:
  absl::Status Select(absl::string_view sql, absl::Span<const Param> params,
                      absl::FunctionRef<absl::Status(const Row&)> each);
};

/// Runs `body(Reader&)` without a transaction: no round trip besides the body's
/// own. Each SELECT sees what was committed when it started; use
/// InTransaction when several have to agree.
template <class Body>
std::invoke_result_t<Body, Reader&> Read(Pool& pool, absl::Time deadline,
                                         Body body) {
  RASOAT_ASSIGN_OR_RETURN(Session session, pool.Acquire(deadline));
  Reader reader(session, deadline);
  return body(reader);
}

}  // namespace rasoat::mysql
