#include "services/scoring/store/mysql_standard_draft_store.h"

#include "absl/strings/escaping.h"
#include "services/common/mysql/transaction.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace rasoat::scoring {
namespace {

constexpr char kAll[] = R"sql(
SELECT standard, state, standard_hash, content, imported_by, import_time,
       decided_by, decide_time, reason
FROM standard_draft
ORDER BY standard)sql";
constexpr char kAllWithoutContent[] = R"sql(
SELECT standard, state, standard_hash, '' AS content, imported_by, import_time,
       decided_by, decide_time, reason
FROM standard_draft
ORDER BY standard)sql";
constexpr char kLock[] = R"sql(
SELECT standard, state, standard_hash, content, imported_by, import_time,
       decided_by, decide_time, reason
FROM standard_draft
WHERE standard = ?
FOR UPDATE)sql";
constexpr char kPut[] = R"sql(
INSERT INTO standard_draft (standard, state, standard_hash, content,
  imported_by, import_time, decided_by, decide_time, reason)
VALUES (?, ?, ?, ?, ?, ?, NULL, NULL, '')
ON DUPLICATE KEY UPDATE state = VALUES(state),
  standard_hash = VALUES(standard_hash), content = VALUES(content),
  imported_by = VALUES(imported_by), import_time = VALUES(import_time),
  decided_by = NULL, decide_time = NULL, reason = '')sql";
constexpr char kDecide[] = R"sql(
UPDATE standard_draft
SET state = ?, decided_by = ?, decide_time = ?, reason = ?
WHERE standard = ?)sql";

StandardDraft ReadDraft(const mysql::Row& row) {
  StandardDraft draft{.standard = row.Text(0),
                      .state = static_cast<DraftState>(row.Int(1)),
                      .hash = absl::BytesToHexString(row.Blob(2)),
                      .content = row.Blob(3),
                      .imported_by = row.Text(4),
                      .import_time = row.Time(5),
                      .reason = row.Text(8)};
  if (!row.IsNull(6)) draft.decided_by = row.Text(6);
  if (!row.IsNull(7)) draft.decide_time = row.Time(7);
  return draft;
}

absl::Status Exists() {
  return Refused(absl::StatusCode::kAlreadyExists,
                 {.field = "name",
                  .rule = "STANDARD_EXISTS",
                  .vi = "Đã có chuẩn đang dùng mang tên này. Hãy đặt tên khác "
                        "cho chuẩn mới.",
                  .en = "An active standard has this name. Give the new one a "
                        "name of its own."});
}

absl::Status NotFound() {
  return Refused(absl::StatusCode::kNotFound,
                 {.field = "name",
                  .rule = "STANDARD_NOT_FOUND",
                  .vi = "Không có bản dự thảo chuẩn này. Hãy kiểm tra tên.",
                  .en = "There is no draft of this name. Check it."});
}

absl::Status Decided() {
  return Refused(absl::StatusCode::kFailedPrecondition,
                 {.field = "name",
                  .rule = "STANDARD_DECIDED",
                  .vi = "Bản dự thảo này đã được quyết định theo hướng khác. "
                        "Hãy nhập lại tệp nếu cần.",
                  .en = "The draft was decided the other way already. Import "
                        "the file again if need be."});
}

absl::Status SecondPersonNeeded() {
  return Refused(absl::StatusCode::kFailedPrecondition,
                 {.field = "name",
                  .rule = "SECOND_PERSON_NEEDED",
                  .vi = "Người nhập chuẩn không được tự phê duyệt. Hãy nhờ "
                        "người thứ hai có thẩm quyền.",
                  .en = "Who imported a standard does not approve it. Ask a "
                        "second person who may."});
}

}  // namespace

absl::StatusOr<std::vector<StandardDraft>> MySqlStandardDraftStore::All(
    bool with_content, absl::Time deadline) {
  return mysql::Read(
      pool_, deadline,
      [&](mysql::Reader& reader) -> absl::StatusOr<std::vector<StandardDraft>> {
        return reader.Query(with_content ? kAll : kAllWithoutContent,
                            ReadDraft);
      });
}

absl::StatusOr<StandardDraft> MySqlStandardDraftStore::Keep(
    const StandardDraft& draft, absl::Time deadline) {
  return mysql::InTransaction(
      pool_, deadline,
      [&](mysql::Transaction& tx) -> absl::StatusOr<StandardDraft> {
        RASOAT_ASSIGN_OR_RETURN(const std::optional<StandardDraft> found,
                                tx.QueryOne(kLock, ReadDraft, draft.standard));
        if (found && found->state == DraftState::kActive) return Exists();
        if (found && found->state == DraftState::kDraft &&
            found->hash == draft.hash && found->content == draft.content) {
          return *found;
        }
        RASOAT_RETURN_IF_ERROR(
            tx.Execute(kPut, draft.standard,
                       static_cast<int>(DraftState::kDraft),
                       mysql::Blob{absl::HexStringToBytes(draft.hash)},
                       mysql::Blob{draft.content}, draft.imported_by,
                       draft.import_time)
                .status());
        RASOAT_ASSIGN_OR_RETURN(const std::optional<StandardDraft> kept,
                                tx.QueryOne(kLock, ReadDraft, draft.standard));
        if (!kept) return NotFound();
        return *kept;
      });
}

absl::StatusOr<StandardDraft> MySqlStandardDraftStore::Decide(
    const StandardDraft& decided, absl::Time deadline) {
  return mysql::InTransaction(
      pool_, deadline,
      [&](mysql::Transaction& tx) -> absl::StatusOr<StandardDraft> {
        RASOAT_ASSIGN_OR_RETURN(
            std::optional<StandardDraft> found,
            tx.QueryOne(kLock, ReadDraft, decided.standard));
        if (!found) return NotFound();
        if (found->hash != decided.hash) return StandardDraftStale();
        if (found->state == decided.state) return *found;
        if (found->state != DraftState::kDraft) return Decided();
        if (decided.state == DraftState::kActive &&
            found->imported_by == decided.decided_by) {
          return SecondPersonNeeded();
        }
        RASOAT_RETURN_IF_ERROR(
            tx.Execute(kDecide, static_cast<int>(decided.state),
                       decided.decided_by, decided.decide_time, decided.reason,
                       decided.standard)
                .status());
        RASOAT_ASSIGN_OR_RETURN(
            found, tx.QueryOne(kLock, ReadDraft, decided.standard));
        return *found;
      });
}

}  // namespace rasoat::scoring
