#include "services/registry/store/mysql_key_rotation.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace rasoat::registry {
namespace {

constexpr absl::Duration kStep = absl::Seconds(30);
constexpr absl::Duration kCountLimit = absl::Minutes(5);
constexpr std::uint32_t kNotSealed = 0;

/// In place of a column that a table has not: equal in all its rows.
constexpr char kNoNumber[] = "0";
constexpr char kNoId[] = "x'00000000000000000000000000000000'";

std::string Or(const std::string& column, const char* none) {
  return column.empty() ? none : column;
}

/// The names of tables and columns are the program's own.
std::string SelectNext(const SealedTable& table) {
  const std::string number = Or(table.number, kNoNumber);
  const std::string second = Or(table.second_id, kNoId);
  std::string sql = absl::StrCat(
      "SELECT key_id, ", table.content, " AS ", SealedIn::kContent, ", ",
      table.id, " AS ", SealedIn::kId, ", ", number, " AS ", SealedIn::kNumber,
      ", ", second, " AS ", SealedIn::kSecondId);
  for (const std::string& column : table.more) {
    absl::StrAppend(&sql, ", ", column);
  }
  absl::StrAppend(&sql, " FROM ", table.name, " WHERE key_id <> ? AND ",
                  table.content, " IS NOT NULL AND ", table.id, " >= ? AND (",
                  table.id, " > ? OR ", number, " > ? OR ", second, " > ?)");
  absl::StrAppend(&sql, " ORDER BY ", table.id);
  if (!table.number.empty()) absl::StrAppend(&sql, ", ", number);
  if (!table.second_id.empty()) absl::StrAppend(&sql, ", ", second);
  absl::StrAppend(&sql, " LIMIT ?");
  return sql;
}

std::string UpdateRow(const SealedTable& table) {
  return absl::StrCat("UPDATE ", table.name, " SET key_id = ?, ", table.content,
                      " = ? WHERE ", table.id, " = ? AND ",
                      Or(table.number, kNoNumber), " = ? AND ",
                      Or(table.second_id, kNoId), " = ? AND key_id = ? AND ",
                      table.content, " = ?");
}

absl::Status Named(const absl::Status& status, const SealedTable& table) {
  return Error(status.code(), ReasonOf(status),
               absl::StrCat("table ", table.name, ": ", status.message()));
}

}  // namespace

absl::StatusOr<RotatedRows> MySqlKeyRotation::Rotate(
    const SealedTable& table,
    const std::function<void(const RotatedRows&)>& progress) {
  RotatedRows sum;
  Held last{.number = -1};
  for (;;) {
    RASOAT_ASSIGN_OR_RETURN(std::vector<Held> rows, Next(table, last));
    if (rows.empty()) return sum;
    RASOAT_ASSIGN_OR_RETURN(const RotatedRows done, Write(table, rows));
    sum.rewritten += done.rewritten;
    sum.raced += done.raced;
    progress(sum);
    last = std::move(rows.back());
  }
}

absl::StatusOr<std::vector<MySqlKeyRotation::Held>> MySqlKeyRotation::Next(
    const SealedTable& table, const Held& after) {
  return mysql::Read(
      pool_, clock_.Now() + kStep,
      [&](mysql::Reader& reader) -> absl::StatusOr<std::vector<Held>> {
        return reader.Query(
            SelectNext(table),
            [&](const mysql::Row& row) { return ReadRow(table, row); },
            std::int64_t{keys_.newest()}, after.id, after.id, after.number,
            after.second_id, kBatch);
      });
}

absl::StatusOr<MySqlKeyRotation::Held> MySqlKeyRotation::ReadRow(
    const SealedTable& table, const mysql::Row& row) const {
  Held held{.id = row.Id(SealedIn::kId),
            .number = row.Int(SealedIn::kNumber),
            .second_id = row.Id(SealedIn::kSecondId),
            .key_id = static_cast<std::uint32_t>(row.Int("key_id")),
            .content = row.Blob(SealedIn::kContent),
            .belongs_to = table.belongs_to(row)};
  absl::StatusOr<std::string> packed;
  if (held.key_id == kNotSealed && table.pack) {
    packed = table.pack(row);
  } else {
    packed = keys_.Open(held.key_id, held.content, held.belongs_to);
  }
  if (!packed.ok()) return Named(packed.status(), table);
  held.packed = *std::move(packed);
  return held;
}

absl::StatusOr<RotatedRows> MySqlKeyRotation::Write(
    const SealedTable& table, const std::vector<Held>& rows) {
  const std::string update = UpdateRow(table);
  return mysql::InTransaction(
      pool_, clock_.Now() + kStep,
      [&](mysql::Transaction& tx) -> absl::StatusOr<RotatedRows> {
        RotatedRows done;
        for (const Held& row : rows) {
          const crypto::Sealed sealed = keys_.Seal(row.packed, row.belongs_to);
          RASOAT_ASSIGN_OR_RETURN(
              const std::int64_t matched,
              tx.Execute(update, std::int64_t{sealed.key_id},
                         mysql::Blob{sealed.bytes}, row.id, row.number,
                         row.second_id, std::int64_t{row.key_id},
                         mysql::Blob{row.content}));
          if (matched == 0) {
            ++done.raced;
            continue;
          }
          ++done.rewritten;
          if (row.key_id == kNotSealed && table.complete) {
            RASOAT_RETURN_IF_ERROR(table.complete(tx, row.id, row.packed));
          }
        }
        return done;
      });
}

absl::StatusOr<std::map<std::uint32_t, std::int64_t>> MySqlKeyRotation::Count(
    const SealedTable& table) {
  return mysql::Read(
      pool_, clock_.Now() + kCountLimit,
      [&](mysql::Reader& reader)
          -> absl::StatusOr<std::map<std::uint32_t, std::int64_t>> {
        std::map<std::uint32_t, std::int64_t> counts;
        RASOAT_RETURN_IF_ERROR(reader.ForEach(
            absl::StrCat("SELECT key_id, COUNT(*) AS held FROM ", table.name,
                         " WHERE ", table.content, " IS NOT NULL",
                         " GROUP BY key_id ORDER BY key_id"),
            [&](const mysql::Row& row) -> absl::Status {
              counts[static_cast<std::uint32_t>(row.Int("key_id"))] =
                  row.Int("held");
              return absl::OkStatus();
            }));
        return counts;
      });
}

}  // namespace rasoat::registry
