// The only place that catches the connector's exceptions. For this folder.
#pragma once

#include <cppconn/exception.h>

#include <stdexcept>
#include <string>
#include <type_traits>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/common/mysql/pool.h"

namespace rasoat::mysql {

/// Maps an error of the connector to a status:
///
///   1062                           ALREADY_EXISTS       DUPLICATE_KEY
///   1451 1452                      FAILED_PRECONDITION  REFERENCE_BROKEN
///   1020 1205 1213                 ABORTED              LOCK_CONFLICT
///   1317 1969 3024                 DEADLINE_EXCEEDED    STATEMENT_TIMEOUT
///   refused, read-only, lost, or   UNAVAILABLE          DATABASE_UNREACHABLE
///   a cluster node not ready
///   any other                      INTERNAL             DATABASE_ERROR
///
/// The server's text stays out of it: it can quote row contents. An INTERNAL
/// one is logged with `sql`, which holds placeholders and no values.
absl::Status StatusFrom(const sql::SQLException& e, absl::string_view sql);

/// True when the server itself answered and keeps the connection.
bool ServerAnswered(const sql::SQLException& e);

/// Thrown by Row when the program asks for what is not there.
struct RowMisread : std::runtime_error {
  using std::runtime_error::runtime_error;
};
/// INTERNAL ROW_MISREAD, logged with `sql`.
absl::Status StatusFrom(const RowMisread& e, absl::string_view sql);

/// Runs `body`, turning an exception of the connector or of Row into a status.
///
/// Nothing above this line sees one. An error the server did not report itself
/// leaves the connection in doubt: the session is closed instead of going back
/// to the pool.
template <class Body>
std::invoke_result_t<Body> Guarded(Session& session, absl::string_view sql,
                                   Body body) {
  try {
    return body();
  } catch (const sql::SQLException& e) {
    if (!ServerAnswered(e)) session.MarkBroken();
    return StatusFrom(e, sql);
  } catch (const RowMisread& e) {
    return StatusFrom(e, sql);
  }
}

}  // namespace rasoat::mysql
