#include "services/common/mysql/connection.h"

#include <mysql_driver.h>

#include <cppconn/datatype.h>
#include <cppconn/exception.h>
#include <cppconn/metadata.h>

#include <algorithm>
#include <utility>
#include <variant>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/mysql/guarded.h"
#include "services/common/status/error.h"

namespace rasoat::mysql {
namespace {

// Each costs memory on the server too; 16 sessions of 4 services with as many
// replicas stay far below its default bound of 16 382.
constexpr std::size_t kKeptStatements = 64;
// What the client waits longer than the server may work.
constexpr absl::Duration kListenLonger = absl::Seconds(5);

/// Lets the client library know of a thread that uses it, and of its end.
struct ThreadOfDriver {
  ThreadOfDriver() { sql::mysql::get_driver_instance()->threadInit(); }
  ~ThreadOfDriver() { sql::mysql::get_driver_instance()->threadEnd(); }
};

void EnterThread() { static thread_local ThreadOfDriver thread; }

int WholeSeconds(absl::Duration duration) {
  return static_cast<int>(std::max<std::int64_t>(
      1, absl::ToInt64Seconds(absl::Ceil(duration, absl::Seconds(1)))));
}

sql::SQLString Text(absl::string_view text) {
  return sql::SQLString(text.data(), text.size());
}

struct Binder {
  sql::PreparedStatement& statement;
  unsigned at;

  void operator()(std::nullptr_t) const {
    statement.setNull(at, sql::DataType::SQLNULL);
  }
  void operator()(std::int64_t value) const { statement.setInt64(at, value); }
  void operator()(std::uint64_t value) const { statement.setUInt64(at, value); }
  void operator()(double value) const { statement.setDouble(at, value); }
  void operator()(absl::string_view value) const {
    statement.setString(at, Text(value));
  }
  void operator()(Blob value) const {
    statement.setString(at, Text(value.bytes));
  }
  void operator()(absl::Time value) const {
    statement.setString(at, DateTimeText(value));
  }
  void operator()(absl::CivilDay value) const {
    statement.setString(at, DateText(value));
  }
  void operator()(const Ulid& value) const {
    statement.setString(at, value.ToBytes());
  }
};

/// The text of the statement that ends work after the limit: any statement on
/// MariaDB, a SELECT on MySQL. 0 is no limit.
std::string LimitText(bool mariadb, absl::Duration limit) {
  const bool endless = limit == absl::InfiniteDuration();
  if (mariadb) {
    return absl::StrCat("max_statement_time = ",
                        endless ? 0 : absl::ToDoubleSeconds(limit));
  }
  return absl::StrCat("max_execution_time = ",
                      endless ? 0 : absl::ToInt64Milliseconds(limit));
}

}  // namespace

void PrepareDriver() { sql::mysql::get_driver_instance(); }

Connection::Connection(std::unique_ptr<sql::Connection> raw)
    : raw_(std::move(raw)), plain_(raw_->createStatement()) {}

absl::StatusOr<std::unique_ptr<Connection>> Connection::Open(
    const PoolOptions& options, absl::Duration timeout) {
  EnterThread();
  try {
    sql::ConnectOptionsMap map;
    map["hostName"] = Text(options.url);
    map["userName"] = Text(options.user);
    map["password"] = Text(options.password);
    map["schema"] = Text(options.schema);
    map["CLIENT_FOUND_ROWS"] = true;
    map["OPT_CHARSET_NAME"] = Text("utf8mb4");
    map["OPT_CONNECT_TIMEOUT"] = WholeSeconds(timeout);
    if (options.statement_limit != absl::InfiniteDuration()) {
      const int listen = WholeSeconds(
          std::max(options.statement_limit, options.lock_wait) + kListenLonger);
      map["OPT_READ_TIMEOUT"] = listen;
      map["OPT_WRITE_TIMEOUT"] = listen;
    }
    std::unique_ptr<sql::Connection> raw(
        sql::mysql::get_driver_instance()->connect(map));
    const bool mariadb = absl::StrContains(
        raw->getMetaData()->getDatabaseProductVersion().asStdString(),
        "MariaDB");
    std::unique_ptr<Connection> connection(new Connection(std::move(raw)));
    connection->Run("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED");
    connection->Run(absl::StrCat(
        "SET NAMES utf8mb4, SESSION time_zone = '+00:00', "
        "sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,"
        "ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION', "
        "innodb_lock_wait_timeout = ",
        WholeSeconds(options.lock_wait), ", ",
        LimitText(mariadb, options.statement_limit)));
    return connection;
  } catch (const sql::SQLException& e) {
    absl::Status status = StatusFrom(e, "connect");
    if (status.code() == absl::StatusCode::kUnavailable) return status;
    return Error(absl::StatusCode::kUnavailable, "DATABASE_UNREACHABLE",
                 absl::StrCat("cannot connect to the database, error ",
                              e.getErrorCode()));
  }
}

void Connection::Run(absl::string_view sql) {
  EnterThread();
  plain_->execute(Text(sql));
}

std::int64_t Connection::Update(absl::string_view sql) {
  EnterThread();
  return plain_->executeUpdate(Text(sql));
}

std::unique_ptr<sql::ResultSet> Connection::Query(absl::string_view sql) {
  EnterThread();
  return std::unique_ptr<sql::ResultSet>(plain_->executeQuery(Text(sql)));
}

sql::PreparedStatement& Connection::Bound(absl::string_view sql,
                                          absl::Span<const Param> params) {
  EnterThread();
  auto found = by_sql_.find(sql);
  if (found != by_sql_.end()) {
    kept_.splice(kept_.begin(), kept_, found->second);
  } else {
    std::unique_ptr<sql::PreparedStatement> statement(
        raw_->prepareStatement(Text(sql)));
    if (kept_.size() == kKeptStatements) {
      by_sql_.erase(kept_.back().sql);
      kept_.pop_back();
    }
    kept_.push_front({std::string(sql), std::move(statement)});
    by_sql_[kept_.front().sql] = kept_.begin();
  }
  sql::PreparedStatement& statement = *kept_.front().statement;
  unsigned at = 0;
  for (const Param& param : params) {
    std::visit(Binder{statement, ++at}, param.value());
  }
  return statement;
}

void Connection::Forget(absl::string_view sql) {
  auto found = by_sql_.find(sql);
  if (found == by_sql_.end()) return;
  auto kept = found->second;
  by_sql_.erase(found);
  kept_.erase(kept);
}

bool Connection::Alive() {
  EnterThread();
  try {
    Run("DO 0");
    return true;
  } catch (const sql::SQLException&) {
    return false;
  }
}

}  // namespace rasoat::mysql
