#include "services/registry/store/mysql_draft_store.h"

#include <utility>

#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/registry/domain/field_refusals.h"
#include "services/registry/domain/refusals.h"
#include "services/registry/store/mysql_id_lists.h"
#include "services/registry/store/mysql_receipt_rows.h"
#include "services/registry/store/row_seal.h"

namespace rasoat::registry {
namespace {

#define RASOAT_DRAFT_COLUMNS                                               \
  "SELECT id, writer, household_id, round, form_kind, village, revision, " \
  "save_time, key_id, content FROM survey_draft "

constexpr char kSelectOne[] = RASOAT_DRAFT_COLUMNS "WHERE id = ?";

#define RASOAT_DRAFT_ALIKE \
  "WHERE household_id = ? AND writer = ? AND round = ? AND form_kind = ?"

constexpr char kSelectAlike[] = RASOAT_DRAFT_COLUMNS RASOAT_DRAFT_ALIKE;
constexpr char kSelectLike[] =
    RASOAT_DRAFT_COLUMNS RASOAT_DRAFT_ALIKE " FOR UPDATE";

constexpr char kSelectPage[] = RASOAT_DRAFT_COLUMNS
    "WHERE writer = ? AND village = ? AND id > ? AND (? = '' OR round = ?) "
    "ORDER BY id LIMIT ?";

#undef RASOAT_DRAFT_ALIKE
#undef RASOAT_DRAFT_COLUMNS

constexpr char kSelectVillage[] =
    "SELECT village FROM survey_draft WHERE id = ?";

constexpr char kCount[] =
    "SELECT COUNT(*) AS drafts FROM survey_draft WHERE writer = ?";

constexpr char kInsert[] =
    "INSERT INTO survey_draft (id, writer, household_id, round, form_kind, "
    "village, revision, save_time, key_id, content) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

constexpr char kUpdate[] =
    "UPDATE survey_draft SET village = ?, revision = ?, save_time = ?, "
    "key_id = ?, content = ? WHERE id = ?";

constexpr char kSelectRevision[] =
    "SELECT revision FROM survey_draft WHERE id = ? AND writer = ? FOR UPDATE";

constexpr char kDelete[] = "DELETE FROM survey_draft WHERE id = ?";

/// Binds sealed content to its row.
std::string RowOf(const SurveyDraft& draft) {
  return RowSeal("survey_draft", Stored(draft.id), draft.revision);
}

}  // namespace

absl::StatusOr<SurveyDraft> MySqlDraftStore::ReadRow(
    const mysql::Row& row) const {
  SurveyDraft draft{.id = IdOf<DraftId>(row.Id("id")),
                    .writer = row.Text("writer"),
                    .household = IdOf<HouseholdId>(row.Id("household_id")),
                    .round = {row.Text("round")},
                    .kind = static_cast<FormKind>(row.Int("form_kind")),
                    .village = {row.Text("village")},
                    .revision = row.Int("revision"),
                    .save_time = row.Time("save_time")};
  RASOAT_ASSIGN_OR_RETURN(
      draft.content,
      keys_.Open(row.Int("key_id"), row.Blob("content"), RowOf(draft)));
  return draft;
}

absl::StatusOr<std::optional<SurveyDraft>> MySqlDraftStore::ReadLike(
    mysql::Transaction& tx, const SurveyDraft& draft) const {
  return tx.QueryOne(
      kSelectLike, [&](const mysql::Row& row) { return ReadRow(row); },
      Stored(draft.household), draft.writer, draft.round.value,
      static_cast<int>(draft.kind));
}

absl::Status MySqlDraftStore::Insert(mysql::Transaction& tx,
                                     const SurveyDraft& draft) const {
  RASOAT_ASSIGN_OR_RETURN(
      const std::optional<std::int64_t> drafts,
      tx.QueryOne(
          kCount, [](const mysql::Row& row) { return row.Int("drafts"); },
          draft.writer));
  if (drafts.value_or(0) >= SurveyDraft::kMostOfWriter) return TooManyDrafts();
  const crypto::Sealed content = keys_.Seal(draft.content, RowOf(draft));
  return tx
      .Execute(kInsert, Stored(draft.id), draft.writer, Stored(draft.household),
               draft.round.value, static_cast<int>(draft.kind),
               draft.village.value, draft.revision, draft.save_time,
               content.key_id, mysql::Blob{content.bytes})
      .status();
}

absl::Status MySqlDraftStore::Update(mysql::Transaction& tx,
                                     const SurveyDraft& draft) const {
  const crypto::Sealed content = keys_.Seal(draft.content, RowOf(draft));
  return tx
      .Execute(kUpdate, draft.village.value, draft.revision, draft.save_time,
               content.key_id, mysql::Blob{content.bytes}, Stored(draft.id))
      .status();
}

absl::StatusOr<SurveyDraft> MySqlDraftStore::SaveIn(mysql::Transaction& tx,
                                                    const SurveyDraft& draft,
                                                    std::int64_t seen) const {
  RASOAT_ASSIGN_OR_RETURN(const std::optional<SurveyDraft> found,
                          ReadLike(tx, draft));
  SurveyDraft next = draft;
  if (!found) {
    if (seen != 0) return DraftNotFound();
    next.revision = 1;
    const absl::Status inserted = Insert(tx, next);
    // Another device was the first to save one.
    if (ReasonOf(inserted) == "DUPLICATE_KEY") return StaleDraft();
    RASOAT_RETURN_IF_ERROR(inserted);
    return next;
  }
  if (found->content == draft.content) return *found;
  if (found->revision != seen) return StaleDraft();
  next.id = found->id;
  next.revision = found->revision + 1;
  RASOAT_RETURN_IF_ERROR(Update(tx, next));
  return next;
}

absl::StatusOr<SurveyDraft> MySqlDraftStore::Save(const SurveyDraft& draft,
                                                  std::int64_t seen,
                                                  const FieldReceipt* receipt,
                                                  absl::Time deadline) {
  return mysql::InTransaction(
      pool_, deadline,
      [&](mysql::Transaction& tx) -> absl::StatusOr<SurveyDraft> {
        RASOAT_ASSIGN_OR_RETURN(SurveyDraft saved, SaveIn(tx, draft, seen));
        if (receipt == nullptr) return saved;
        FieldReceipt kept = *receipt;
        kept.draft = saved.id;
        kept.draft_revision = saved.revision;
        const FieldReceipt* const one[] = {&kept};
        const absl::Status status =
            InsertReceipts(tx, one, codec_, OnKept::kCollide);
        if (ReasonOf(status) == "DUPLICATE_KEY") return ReceiptKept();
        RASOAT_RETURN_IF_ERROR(status);
        return saved;
      });
}

absl::StatusOr<SurveyDraft> MySqlDraftStore::Like(const SurveyDraft& draft,
                                                  absl::Time deadline) {
  RASOAT_ASSIGN_OR_RETURN(
      std::optional<SurveyDraft> found,
      mysql::Read(pool_, deadline, [&](mysql::Reader& reader) {
        return reader.QueryOne(
            kSelectAlike, [&](const mysql::Row& row) { return ReadRow(row); },
            Stored(draft.household), draft.writer, draft.round.value,
            static_cast<int>(draft.kind));
      }));
  if (!found) return DraftNotFound();
  return *std::move(found);
}

absl::StatusOr<SurveyDraft> MySqlDraftStore::Get(const DraftId& id,
                                                 absl::Time deadline) {
  RASOAT_ASSIGN_OR_RETURN(
      std::optional<SurveyDraft> found,
      mysql::Read(pool_, deadline, [&](mysql::Reader& reader) {
        return reader.QueryOne(
            kSelectOne, [&](const mysql::Row& row) { return ReadRow(row); },
            Stored(id));
      }));
  if (!found) return DraftNotFound();
  return *std::move(found);
}

absl::StatusOr<std::vector<SurveyDraft>> MySqlDraftStore::List(
    const DraftFilter& filter, const DraftId& after, int limit,
    absl::Time deadline) {
  return mysql::Read(pool_, deadline, [&](mysql::Reader& reader) {
    return reader.Query(
        kSelectPage, [&](const mysql::Row& row) { return ReadRow(row); },
        filter.writer, filter.village.value, Stored(after), filter.round.value,
        filter.round.value, limit);
  });
}

absl::StatusOr<AreaCode> MySqlDraftStore::VillageOf(const DraftId& id,
                                                    absl::Time deadline) {
  RASOAT_ASSIGN_OR_RETURN(
      std::optional<std::string> village,
      mysql::Read(pool_, deadline, [&](mysql::Reader& reader) {
        return reader.QueryOne(
            kSelectVillage,
            [](const mysql::Row& row) { return row.Text("village"); },
            Stored(id));
      }));
  if (!village) return DraftNotFound();
  return AreaCode{*std::move(village)};
}

absl::Status MySqlDraftStore::Delete(const DraftId& id,
                                     const std::string& writer,
                                     std::int64_t seen, absl::Time deadline) {
  return mysql::InTransaction(
      pool_, deadline, [&](mysql::Transaction& tx) -> absl::Status {
        RASOAT_ASSIGN_OR_RETURN(
            const std::optional<std::int64_t> revision,
            tx.QueryOne(
                kSelectRevision,
                [](const mysql::Row& row) { return row.Int("revision"); },
                Stored(id), writer));
        if (!revision) return DraftNotFound();
        if (seen != 0 && *revision != seen) return StaleDraft();
        return tx.Execute(kDelete, Stored(id)).status();
      });
}

}  // namespace rasoat::registry
