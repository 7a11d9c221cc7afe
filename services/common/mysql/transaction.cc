#include "services/common/mysql/transaction.h"

#include <cppconn/prepared_statement.h>
#include <cppconn/resultset.h>
#include <cppconn/resultset_metadata.h>

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/common/clock/clock.h"
#include "services/common/mysql/connection.h"
#include "services/common/mysql/guarded.h"
#include "services/common/status/error.h"

namespace rasoat::mysql {
namespace {

constexpr std::size_t kRowsAtOnce = 100;
constexpr std::size_t kBytesAtOnce = 1024 * 1024;

std::vector<std::string> NamesOf(sql::ResultSet& rows) {
  sql::ResultSetMetaData& about = *rows.getMetaData();
  std::vector<std::string> names;
  for (unsigned i = 1; i <= about.getColumnCount(); ++i) {
    names.push_back(about.getColumnLabel(i).asStdString());
  }
  return names;
}

/// Fills in a statement's share of the rows, from `row` on; how many.
absl::StatusOr<std::size_t> FillRows(
    std::size_t rows, std::size_t columns,
    absl::FunctionRef<void(std::size_t row, Params& out)> fill,
    std::size_t& row, Params& values) {
  values.Clear();
  std::size_t some = 0;
  while (row < rows && some < kRowsAtOnce && values.bytes() < kBytesAtOnce) {
    fill(row++, values);
    if (values.size() != ++some * columns) {
      return Error(
          absl::StatusCode::kInternal, "ROW_MISFILLED",
          absl::StrCat("a row has ", values.size() - (some - 1) * columns,
                       " values instead of ", columns));
    }
  }
  return some;
}

/// Appends the rows as literals: "(1,'a'),(2,'b')".
void AppendRows(absl::Span<const Param> values, std::size_t columns,
                std::string& sql) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    sql += i % columns != 0 ? "," : i == 0 ? "(" : ",(";
    AppendLiteral(values[i], sql);
    if ((i + 1) % columns == 0) sql += ')';
  }
}

/// An INSERT of so many rows, to be prepared once.
std::string Placeholders(absl::string_view head, std::size_t rows,
                         std::size_t columns, absl::string_view tail) {
  std::string row = " (?";
  for (std::size_t i = 1; i < columns; ++i) row += ",?";
  row += "),";
  std::string sql(head.data(), head.size());
  for (std::size_t i = 0; i < rows; ++i) sql += row;
  sql.pop_back();
  absl::StrAppend(&sql, " ", tail);
  return sql;
}

/// Hands the rows of a result to `each`, until it fails.
absl::Status Walk(sql::ResultSet& rows,
                  absl::FunctionRef<absl::Status(const Row&)> each) {
  const std::vector<std::string> names = NamesOf(rows);
  const Row row(rows, names);
  absl::Status read = absl::OkStatus();
  while (read.ok() && rows.next()) read = each(row);
  return read;
}

}  // namespace

absl::Status Reader::Usable() const {
  if (!ended_.ok()) return ended_;
  if (session_.broken()) {
    return Error(absl::StatusCode::kUnavailable, "DATABASE_UNREACHABLE",
                 "the connection of this transaction was lost");
  }
  if (SystemClock().Now() >= deadline_) {
    return Error(absl::StatusCode::kDeadlineExceeded, "STATEMENT_TIMEOUT",
                 "the deadline had passed before the statement started");
  }
  return absl::OkStatus();
}

void Reader::Note(const absl::Status& ran) {
  // The victim of a deadlock has lost its transaction: what it did next would
  // be committed by itself.
  if (ReasonOf(ran) == "LOCK_CONFLICT") ended_ = ran;
}

absl::Status Reader::Select(absl::string_view sql,
                            absl::Span<const Param> params,
                            absl::FunctionRef<absl::Status(const Row&)> each) {
  RASOAT_RETURN_IF_ERROR(Usable());
  absl::Status read = absl::OkStatus();
  absl::Status ran = Guarded(session_, sql, [&]() -> absl::Status {
    std::unique_ptr<sql::ResultSet> rows(
        session_.connection().Bound(sql, params).executeQuery());
    read = Walk(*rows, each);
    return absl::OkStatus();
  });
  if (ran.ok()) return read;
  session_.connection().Forget(sql);
  Note(ran);
  return ran;
}

absl::Status Reader::ForEachAmong(
    absl::string_view head, std::size_t rows, std::size_t columns,
    absl::FunctionRef<void(std::size_t row, Params& out)> fill,
    absl::FunctionRef<absl::Status(const Row&)> each) {
  Params values;
  for (std::size_t row = 0; row < rows;) {
    RASOAT_RETURN_IF_ERROR(Usable());
    RASOAT_RETURN_IF_ERROR(FillRows(rows, columns, fill, row, values).status());
    std::string sql(head.data(), head.size());
    AppendRows(values.values(), columns, sql);
    sql += ')';
    absl::Status read = absl::OkStatus();
    // The head alone is named in the log: the rest holds values.
    const absl::Status ran = Guarded(session_, head, [&]() -> absl::Status {
      read = Walk(*session_.connection().Query(sql), each);
      return absl::OkStatus();
    });
    Note(ran);
    RASOAT_RETURN_IF_ERROR(ran);
    RASOAT_RETURN_IF_ERROR(read);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::int64_t> Transaction::Change(
    absl::string_view sql, absl::Span<const Param> params) {
  RASOAT_RETURN_IF_ERROR(Usable());
  absl::StatusOr<std::int64_t> rows =
      Guarded(session_, sql, [&]() -> absl::StatusOr<std::int64_t> {
        return session_.connection().Bound(sql, params).executeUpdate();
      });
  if (!rows.ok()) {
    session_.connection().Forget(sql);
    Note(rows.status());
  }
  return rows;
}

absl::StatusOr<std::int64_t> Transaction::InsertRows(
    absl::string_view head, std::size_t rows, std::size_t columns,
    absl::FunctionRef<void(std::size_t row, Params& out)> fill,
    absl::string_view tail) {
  std::int64_t counted = 0;
  Params values;
  for (std::size_t row = 0; row < rows;) {
    RASOAT_RETURN_IF_ERROR(Usable());
    RASOAT_ASSIGN_OR_RETURN(const std::size_t some,
                            FillRows(rows, columns, fill, row, values));
    const absl::StatusOr<std::int64_t> inserted =
        some == kRowsAtOnce
            ? Change(Placeholders(head, some, columns, tail), values.values())
            : InsertAsText(head, values.values(), columns, tail);
    if (!inserted.ok()) return inserted;
    counted += *inserted;
  }
  return counted;
}

absl::StatusOr<std::int64_t> Transaction::InsertAsText(
    absl::string_view head, absl::Span<const Param> values, std::size_t columns,
    absl::string_view tail) {
  std::string sql(head.data(), head.size());
  sql += ' ';
  AppendRows(values, columns, sql);
  absl::StrAppend(&sql, " ", tail);
  // The head alone is named in the log: the rest holds values.
  absl::StatusOr<std::int64_t> rows =
      Guarded(session_, head, [&]() -> absl::StatusOr<std::int64_t> {
        return session_.connection().Update(sql);
      });
  Note(rows.status());
  return rows;
}

absl::Status Transaction::Begin() {
  RASOAT_RETURN_IF_ERROR(Usable());
  return Guarded(session_, "START TRANSACTION", [&]() -> absl::Status {
    session_.connection().Run("START TRANSACTION");
    open_ = true;
    return absl::OkStatus();
  });
}

absl::Status Transaction::Commit() {
  RASOAT_RETURN_IF_ERROR(Usable());
  ended_ = Error(absl::StatusCode::kInternal, "TRANSACTION_OVER",
                 "the transaction has already ended");
  absl::Status committed = Guarded(session_, "COMMIT", [&]() -> absl::Status {
    session_.connection().Run("COMMIT");
    return absl::OkStatus();
  });
  if (session_.broken()) {
    return Error(absl::StatusCode::kUnknown, "COMMIT_OUTCOME_UNKNOWN",
                 "the connection was lost while committing");
  }
  if (committed.ok()) open_ = false;
  return committed;
}

Transaction::~Transaction() {
  if (!open_ || session_.broken()) return;
  absl::Status undone = Guarded(session_, "ROLLBACK", [&]() -> absl::Status {
    session_.connection().Run("ROLLBACK");
    return absl::OkStatus();
  });
  if (!undone.ok()) session_.MarkBroken();
}

}  // namespace rasoat::mysql
