// One connection with its settings and its prepared statements. For this
// folder.
#pragma once

#include <cppconn/connection.h>
#include <cppconn/prepared_statement.h>
#include <cppconn/resultset.h>
#include <cppconn/statement.h>

#include <list>
#include <memory>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/common/mysql/param.h"
#include "services/common/mysql/pool.h"

namespace rasoat::mysql {

/// Prepares the connector for use in this process; the first call is made
/// before other threads start.
void PrepareDriver();

/// A connection to the server. One thread at a time, though not always the same
/// one. Its methods throw sql::SQLException where they say so.
class Connection {
 public:
  /// Connects and sets up the session as Session promises.
  ///
  /// Errors:
  ///   UNAVAILABLE  DATABASE_UNREACHABLE  refused, timed out, wrong password
  static absl::StatusOr<std::unique_ptr<Connection>> Open(
      const PoolOptions& options, absl::Duration timeout);

  /// Runs a statement without values and without a result. Throws.
  void Run(absl::string_view sql);
  /// Runs an INSERT, UPDATE or DELETE without values; rows counted. Throws.
  std::int64_t Update(absl::string_view sql);
  /// Runs a SELECT without values. Throws.
  std::unique_ptr<sql::ResultSet> Query(absl::string_view sql);
  /// A prepared statement with these values bound, kept for the next time and
  /// owned by the connection. Throws.
  sql::PreparedStatement& Bound(absl::string_view sql,
                                absl::Span<const Param> params);
  /// Closes a kept statement whose state an error left in doubt.
  void Forget(absl::string_view sql);
  /// Asks the server for a sign of life: one round trip.
  bool Alive();

 private:
  explicit Connection(std::unique_ptr<sql::Connection> raw);

  struct Kept {
    std::string sql;
    std::unique_ptr<sql::PreparedStatement> statement;
  };
  // Members close in reverse order: statements before their connection.
  std::unique_ptr<sql::Connection> raw_;
  std::unique_ptr<sql::Statement> plain_;
  std::list<Kept> kept_;  // the one used last first
  absl::flat_hash_map<absl::string_view, std::list<Kept>::iterator> by_sql_;
};

}  // namespace rasoat::mysql
