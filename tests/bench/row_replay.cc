#include "tests/bench/row_replay.h"

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/clock/clock.h"
#include "services/common/mysql/connection.h"
#include "services/common/mysql/guarded.h"
#include "services/common/mysql/reader.h"

namespace rasoat::bench {
namespace {

constexpr char kTables[] =
    "SELECT DISTINCT table_name AS name FROM information_schema.columns"
    " WHERE table_schema = DATABASE() ORDER BY name";
constexpr char kColumns[] =
    "SELECT column_name AS name, data_type AS type, column_key AS is_key"
    " FROM information_schema.columns"
    " WHERE table_schema = DATABASE() AND table_name = ?"
    " AND extra NOT LIKE '%GENERATED%' ORDER BY ordinal_position";
constexpr char kTakePositions[] =
    "UPDATE feed_head SET position = position + 1 WHERE stream = 0";
constexpr int kRowsAtOnce = 5000;

void Check(const absl::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "row_replay: %s\n", status.ToString().c_str());
  std::exit(2);
}

template <class T>
T Sure(absl::StatusOr<T> value) {
  Check(value.status());
  return *std::move(value);
}

struct Column {
  std::string name, type;
  bool is_key = false;
};

/// An expression that yields the column as a literal.
std::string LiteralOf(const Column& column) {
  const bool number = column.type.find("int") != std::string::npos ||
                      column.type == "decimal" || column.type == "double" ||
                      column.type == "float";
  const bool moment = column.type == "date" || column.type == "datetime" ||
                      column.type == "timestamp" || column.type == "time";
  const std::string name = absl::StrCat("`", column.name, "`");
  const std::string text =
      number   ? name
      : moment ? absl::StrCat("CONCAT('''',", name, ",'''')")
               : absl::StrCat("CONCAT('x''',HEX(", name, "),'''')");
  return absl::StrCat("IFNULL(", text, ",'NULL')");
}

TableRows ReadTable(mysql::Reader& reader, const std::string& table) {
  TableRows read{.table = table};
  const auto columns = Sure(reader.Query(
      kColumns,
      [](const mysql::Row& row) {
        return Column{row.Text("name"), row.Text("type"),
                      row.Text("is_key") == "PRI"};
      },
      table));
  std::vector<std::string> literals;
  std::vector<std::string> keys;
  for (const Column& column : columns) {
    read.columns.push_back(absl::StrCat("`", column.name, "`"));
    literals.push_back(LiteralOf(column));
    if (column.is_key) keys.push_back(read.columns.back());
  }
  const std::string select = absl::StrCat(
      "SELECT CONCAT_WS(',',", absl::StrJoin(literals, ","), ") AS row FROM `",
      table, "` ORDER BY ", absl::StrJoin(keys, ","), " LIMIT ? OFFSET ?");
  for (;;) {
    const auto some = Sure(reader.Query(
        select, [](const mysql::Row& row) { return row.Text(0); }, kRowsAtOnce,
        static_cast<std::int64_t>(read.rows.size())));
    read.rows.insert(read.rows.end(), some.begin(), some.end());
    if (some.size() < kRowsAtOnce) return read;
  }
}

void RunAll(mysql::Session& session, const std::vector<std::string>& sql) {
  for (const std::string& one : sql) {
    Check(mysql::Guarded(session, one.substr(0, 60), [&]() -> absl::Status {
      session.connection().Run(one);
      return absl::OkStatus();
    }));
  }
}

std::vector<std::string> Statements(const std::vector<TableRows>& tables,
                                    int transaction, int of) {
  std::vector<std::string> sql = {"START TRANSACTION"};
  for (const TableRows& table : tables) {
    const std::size_t from = table.rows.size() * transaction / of;
    const std::size_t to = table.rows.size() * (transaction + 1) / of;
    if (from == to) continue;
    std::string insert =
        absl::StrCat("INSERT INTO `", table.table, "` (",
                     absl::StrJoin(table.columns, ","), ") VALUES ");
    for (std::size_t row = from; row < to; ++row) {
      absl::StrAppend(&insert, row == from ? "(" : ",(", table.rows[row], ")");
    }
    sql.push_back(std::move(insert));
  }
  sql.push_back(kTakePositions);
  sql.push_back("COMMIT");
  return sql;
}

}  // namespace

std::vector<TableRows> ReadTables(mysql::Pool& pool, std::size_t least) {
  std::vector<TableRows> tables;
  const absl::Time deadline = SystemClock().Now() + absl::Minutes(10);
  Check(mysql::Read(pool, deadline, [&](mysql::Reader& reader) {
    const auto names = Sure(reader.Query(
        kTables, [](const mysql::Row& row) { return row.Text("name"); }));
    for (const std::string& name : names) {
      TableRows table = ReadTable(reader, name);
      if (table.rows.size() >= least) tables.push_back(std::move(table));
    }
    return absl::OkStatus();
  }));
  return tables;
}

double Replay(const mysql::PoolOptions& into,
              const std::vector<TableRows>& tables, int transactions,
              int connections) {
  std::vector<std::vector<std::string>> work;
  for (int i = 0; i < transactions; ++i) {
    work.push_back(Statements(tables, i, transactions));
  }
  mysql::Pool pool(into);
  std::atomic<std::size_t> next = 0;
  std::vector<std::thread> threads;
  const absl::Time began = SystemClock().Now();
  for (int c = 0; c < connections; ++c) {
    threads.emplace_back([&] {
      mysql::Session session =
          Sure(pool.Acquire(SystemClock().Now() + absl::Minutes(1)));
      for (std::size_t at = next++; at < work.size(); at = next++) {
        RunAll(session, work[at]);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  return absl::ToDoubleSeconds(SystemClock().Now() - began);
}

}  // namespace rasoat::bench
