#include "services/registry/store/mysql_reseal.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/mysql/transaction.h"
#include "services/common/status/status_macros.h"

namespace rasoat::registry {
namespace {

constexpr SealedColumn kSurveySeals[] = {
    {"survey", "id", nullptr, "sealed"},
    {"survey_review", "survey_id", "revision", "comments"},
    {"survey_draft", "id", "revision", "content"},
    {"attachment_chunk", "upload_id", "position", "sealed"},
    {"import", "id", nullptr, "details"},
    {"import_chunk", "import_id", "chunk_offset", "content"},
    {"import_row", "import_id", "place", "content"},
    {"erasure_request", "id", nullptr, "content"},
};

struct Value {
  Ulid id;
  std::optional<std::int64_t> number;
  std::int64_t key_id = 0;
  std::string bytes;
};

std::string SelectOf(const SealedColumn& column) {
  return absl::StrCat(
      "SELECT ", column.id, " AS id, ",
      column.number == nullptr ? "NULL" : column.number, " AS number, key_id, ",
      column.column, " AS sealed FROM ", column.table,
      " WHERE key_id <> ? AND ", column.column, " IS NOT NULL ORDER BY ",
      column.id,
      column.number == nullptr ? "" : absl::StrCat(", ", column.number),
      " LIMIT ? FOR UPDATE");
}

std::string UpdateOf(const SealedColumn& column) {
  return absl::StrCat("UPDATE ", column.table, " SET key_id = ?, ",
                      column.column, " = ? WHERE ", column.id, " = ?",
                      column.number == nullptr
                          ? ""
                          : absl::StrCat(" AND ", column.number, " = ?"));
}

std::string RowOf(const SealedColumn& column, const Value& value) {
  std::string row = absl::StrCat(column.table, value.id.ToBytes());
  if (value.number) absl::StrAppend(&row, *value.number);
  return row;
}

}  // namespace

absl::Span<const SealedColumn> SurveySeals() { return kSurveySeals; }

absl::StatusOr<std::int64_t> Reseal(mysql::Pool& pool,
                                    const crypto::KeyRing& keys,
                                    const SealedColumn& column, int limit,
                                    absl::Time deadline) {
  const std::string select = SelectOf(column);
  const std::string update = UpdateOf(column);
  return mysql::InTransaction(
      pool, deadline,
      [&](mysql::Transaction& tx) -> absl::StatusOr<std::int64_t> {
        RASOAT_ASSIGN_OR_RETURN(const std::vector<Value> values,
                                tx.Query(
                                    select,
                                    [](const mysql::Row& row) {
                                      return Value{
                                          .id = row.Id("id"),
                                          .number = row.MaybeInt("number"),
                                          .key_id = row.Int("key_id"),
                                          .bytes = row.Blob("sealed")};
                                    },
                                    keys.newest(), limit));
        for (const Value& value : values) {
          const std::string row = RowOf(column, value);
          RASOAT_ASSIGN_OR_RETURN(
              const std::string plain,
              keys.Open(static_cast<std::uint32_t>(value.key_id), value.bytes,
                        row));
          const crypto::Sealed sealed = keys.Seal(plain, row);
          const absl::Status written =
              value.number
                  ? tx.Execute(update, sealed.key_id, mysql::Blob{sealed.bytes},
                               value.id, *value.number)
                        .status()
                  : tx.Execute(update, sealed.key_id, mysql::Blob{sealed.bytes},
                               value.id)
                        .status();
          RASOAT_RETURN_IF_ERROR(written);
        }
        return static_cast<std::int64_t>(values.size());
      });
}

}  // namespace rasoat::registry
