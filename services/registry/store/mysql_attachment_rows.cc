#include "services/registry/store/mysql_attachment_rows.h"

#include "services/common/status/status_macros.h"
#include "services/registry/domain/refusals.h"
#include "services/registry/store/mysql_id_lists.h"
#include "services/registry/store/row_seal.h"

namespace rasoat::registry {
namespace {

constexpr char kChunks[] = "attachment_chunk";

#define RASOAT_ATTACHMENT_COLUMNS                                       \
  "SELECT id, parent_kind, parent_id, content_hash, size, media_type, " \
  "received, carries_position, uploader, begin_time, finish_time, "     \
  "expire_time FROM attachment "

constexpr char kSelectOne[] = RASOAT_ATTACHMENT_COLUMNS "WHERE id = ?";
constexpr char kSelectForUpdate[] =
    RASOAT_ATTACHMENT_COLUMNS "WHERE id = ? FOR UPDATE";
constexpr char kSelectPage[] = RASOAT_ATTACHMENT_COLUMNS
    "WHERE parent_id = ? AND parent_kind = ? AND id > ? "
    "AND finish_time IS NOT NULL ORDER BY id LIMIT ?";

// A survey has the files of the versions that it replaced as well.
constexpr char kSelectCarried[] =
    "WITH RECURSIVE version (survey_id) AS ("
    " SELECT CAST(? AS BINARY(16))"
    " UNION ALL SELECT survey.replaces FROM survey"
    " JOIN version ON survey.id = version.survey_id"
    " WHERE survey.replaces IS NOT NULL) " RASOAT_ATTACHMENT_COLUMNS
    "WHERE parent_id IN (SELECT survey_id FROM version) AND parent_kind = ? "
    "AND id > ? AND finish_time IS NOT NULL ORDER BY id LIMIT ?";

#undef RASOAT_ATTACHMENT_COLUMNS

constexpr char kCount[] =
    "SELECT COUNT(*) AS files FROM attachment WHERE parent_id = ? "
    "AND parent_kind = ? AND (expire_time IS NULL OR expire_time > ?)";

constexpr char kSelectExpired[] =
    "SELECT id FROM attachment WHERE expire_time <= ? ORDER BY expire_time, id "
    "LIMIT ?";

constexpr char kInsert[] =
    "INSERT INTO attachment (id, parent_kind, parent_id, content_hash, size, "
    "media_type, received, carries_position, uploader, begin_time, "
    "finish_time, expire_time) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

constexpr char kUpdate[] =
    "UPDATE attachment SET received = ?, carries_position = ?, finish_time = "
    "?, expire_time = ? WHERE id = ?";

constexpr char kDelete[] = "DELETE FROM attachment WHERE id = ?";

constexpr char kInsertChunk[] =
    "INSERT INTO attachment_chunk (upload_id, position, size, key_id, sealed) "
    "VALUES (?, ?, ?, ?, ?)";

constexpr char kSelectChunks[] =
    "SELECT position, key_id, sealed FROM attachment_chunk WHERE upload_id = ? "
    "ORDER BY position";

constexpr char kSelectChunk[] =
    "SELECT h.upload_id, h.key_id, h.sealed FROM attachment_content c "
    "JOIN attachment_chunk h ON h.upload_id = c.upload_id "
    "WHERE c.content_hash = ? AND h.position = ?";

constexpr char kSelectAnyChunk[] =
    "SELECT position FROM attachment_chunk WHERE upload_id = ? "
    "ORDER BY position LIMIT 1";

constexpr char kDeleteChunks[] =
    "DELETE FROM attachment_chunk WHERE upload_id = ?";

constexpr char kClaim[] =
    "INSERT INTO attachment_content (content_hash, upload_id) VALUES (?, ?) "
    "ON DUPLICATE KEY UPDATE upload_id = upload_id";

constexpr char kSelectContent[] =
    "SELECT upload_id FROM attachment_content WHERE content_hash = ? "
    "FOR UPDATE";

constexpr char kSelectUser[] =
    "SELECT id FROM attachment WHERE content_hash = ? "
    "AND finish_time IS NOT NULL LIMIT 1";

constexpr char kDeleteContent[] =
    "DELETE FROM attachment_content WHERE content_hash = ?";

// The numbers are stored.
constexpr int kOfSurvey = 1;
constexpr int kOfHousehold = 2;

int KindOf(const AttachmentParent& parent) {
  return parent.survey.empty() ? kOfHousehold : kOfSurvey;
}

Ulid StoredParent(const AttachmentParent& parent) {
  return parent.survey.empty() ? Stored(parent.household)
                               : Stored(parent.survey);
}

Attachment ReadRow(const mysql::Row& row) {
  Attachment file{.id = IdOf<AttachmentId>(row.Id("id")),
                  .hash = row.Blob("content_hash"),
                  .size = row.Int("size"),
                  .type = static_cast<MediaType>(row.Int("media_type")),
                  .uploader = row.Text("uploader"),
                  .begin_time = row.Time("begin_time"),
                  .received = row.Int("received"),
                  .finish_time = row.MaybeTime("finish_time"),
                  .expire_time = row.MaybeTime("expire_time"),
                  .carries_position = row.Bool("carries_position")};
  if (row.Int("parent_kind") == kOfSurvey) {
    file.parent.survey = IdOf<SurveyId>(row.Id("parent_id"));
  } else {
    file.parent.household = IdOf<HouseholdId>(row.Id("parent_id"));
  }
  return file;
}

}  // namespace

absl::StatusOr<std::optional<Attachment>> MySqlAttachmentRows::Find(
    mysql::Reader& reader, const AttachmentId& id) const {
  return reader.QueryOne(kSelectOne, ReadRow, Stored(id));
}

absl::StatusOr<std::optional<Attachment>> MySqlAttachmentRows::FindForUpdate(
    mysql::Transaction& tx, const AttachmentId& id) const {
  return tx.QueryOne(kSelectForUpdate, ReadRow, Stored(id));
}

absl::StatusOr<std::vector<Attachment>> MySqlAttachmentRows::List(
    mysql::Reader& reader, const AttachmentParent& parent,
    const AttachmentId& after, int limit) const {
  return reader.Query(parent.survey.empty() ? kSelectPage : kSelectCarried,
                      ReadRow, StoredParent(parent), KindOf(parent),
                      Stored(after), limit);
}

absl::StatusOr<std::int64_t> MySqlAttachmentRows::Count(
    mysql::Reader& reader, const AttachmentParent& parent,
    absl::Time now) const {
  RASOAT_ASSIGN_OR_RETURN(
      const std::optional<std::int64_t> files,
      reader.QueryOne(
          kCount, [](const mysql::Row& row) { return row.Int("files"); },
          StoredParent(parent), KindOf(parent), now));
  return files.value_or(0);
}

absl::StatusOr<std::vector<AttachmentId>> MySqlAttachmentRows::Expired(
    mysql::Reader& reader, absl::Time now, int limit) const {
  return reader.Query(
      kSelectExpired,
      [](const mysql::Row& row) { return IdOf<AttachmentId>(row.Id("id")); },
      now, limit);
}

absl::Status MySqlAttachmentRows::Insert(mysql::Transaction& tx,
                                         const Attachment& file) const {
  return tx
      .Execute(kInsert, Stored(file.id), KindOf(file.parent),
               StoredParent(file.parent), mysql::Blob{file.hash}, file.size,
               static_cast<int>(file.type), file.received,
               file.carries_position, file.uploader, file.begin_time,
               file.finish_time, file.expire_time)
      .status();
}

absl::Status MySqlAttachmentRows::Update(mysql::Transaction& tx,
                                         const Attachment& file) const {
  return tx
      .Execute(kUpdate, file.received, file.carries_position, file.finish_time,
               file.expire_time, Stored(file.id))
      .status();
}

absl::Status MySqlAttachmentRows::Delete(mysql::Transaction& tx,
                                         const AttachmentId& id) const {
  return tx.Execute(kDelete, Stored(id)).status();
}

absl::Status MySqlAttachmentRows::AddChunk(mysql::Transaction& tx,
                                           const AttachmentId& upload,
                                           std::int64_t position,
                                           absl::string_view bytes) const {
  const Ulid id = Stored(upload);
  const crypto::Sealed sealed =
      keys_.Seal(bytes, RowSeal(kChunks, id, position));
  return tx
      .Execute(kInsertChunk, id, position,
               static_cast<std::int64_t>(bytes.size()), sealed.key_id,
               mysql::Blob{sealed.bytes})
      .status();
}

absl::StatusOr<std::string> MySqlAttachmentRows::ReadAll(
    mysql::Reader& reader, const AttachmentId& upload) const {
  const Ulid id = Stored(upload);
  std::string content;
  RASOAT_RETURN_IF_ERROR(reader.ForEach(
      kSelectChunks,
      [&](const mysql::Row& row) -> absl::Status {
        RASOAT_ASSIGN_OR_RETURN(
            const std::string bytes,
            keys_.Open(row.Int("key_id"), row.Blob("sealed"),
                       RowSeal(kChunks, id, row.Int("position"))));
        content += bytes;
        return absl::OkStatus();
      },
      id));
  return content;
}

absl::StatusOr<std::optional<std::string>> MySqlAttachmentRows::ReadChunk(
    mysql::Reader& reader, const std::string& hash,
    std::int64_t position) const {
  return reader.QueryOne(
      kSelectChunk,
      [&](const mysql::Row& row) -> absl::StatusOr<std::string> {
        return keys_.Open(row.Int("key_id"), row.Blob("sealed"),
                          RowSeal(kChunks, row.Id("upload_id"), position));
      },
      mysql::Blob{hash}, position);
}

absl::StatusOr<bool> MySqlAttachmentRows::HasChunks(
    mysql::Reader& reader, const AttachmentId& upload) const {
  RASOAT_ASSIGN_OR_RETURN(
      const std::optional<std::int64_t> any,
      reader.QueryOne(
          kSelectAnyChunk,
          [](const mysql::Row& row) { return row.Int("position"); },
          Stored(upload)));
  return any.has_value();
}

absl::Status MySqlAttachmentRows::DeleteChunks(
    mysql::Transaction& tx, const AttachmentId& upload) const {
  return tx.Execute(kDeleteChunks, Stored(upload)).status();
}

absl::StatusOr<AttachmentId> MySqlAttachmentRows::Claim(
    mysql::Transaction& tx, const std::string& hash,
    const AttachmentId& upload) const {
  RASOAT_RETURN_IF_ERROR(
      tx.Execute(kClaim, mysql::Blob{hash}, Stored(upload)).status());
  RASOAT_ASSIGN_OR_RETURN(
      const std::optional<Ulid> holder,
      tx.QueryOne(
          kSelectContent,
          [](const mysql::Row& row) { return row.Id("upload_id"); },
          mysql::Blob{hash}));
  return holder ? IdOf<AttachmentId>(*holder) : upload;
}

absl::Status MySqlAttachmentRows::DropIfUnused(mysql::Transaction& tx,
                                               const std::string& hash) const {
  RASOAT_ASSIGN_OR_RETURN(
      const std::optional<Ulid> holder,
      tx.QueryOne(
          kSelectContent,
          [](const mysql::Row& row) { return row.Id("upload_id"); },
          mysql::Blob{hash}));
  if (!holder) return absl::OkStatus();
  RASOAT_ASSIGN_OR_RETURN(
      const std::optional<Ulid> user,
      tx.QueryOne(
          kSelectUser, [](const mysql::Row& row) { return row.Id("id"); },
          mysql::Blob{hash}));
  if (user) return absl::OkStatus();
  RASOAT_RETURN_IF_ERROR(DeleteChunks(tx, IdOf<AttachmentId>(*holder)));
  return tx.Execute(kDeleteContent, mysql::Blob{hash}).status();
}

}  // namespace rasoat::registry
