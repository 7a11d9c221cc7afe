#include "services/registry/store/mysql_import_store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/registry/domain/refusals.h"
#include "services/registry/store/mysql_id_lists.h"

namespace rasoat::registry {
namespace {

constexpr char kInsert[] = R"sql(
  INSERT INTO import
    (id, area, state, size, sha256, all_or_nothing, known, received, permille,
     counts, done_sheet, done_row, attempts, creator, create_time, update_time,
     expire_time, lease_holder, lease_until, key_id, details)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?, ?, ?))sql";

constexpr char kSave[] = R"sql(
  UPDATE import
     SET state = ?, all_or_nothing = ?, known = ?, received = ?, permille = ?,
         counts = ?, done_sheet = ?, done_row = ?, attempts = ?,
         update_time = ?, key_id = ?, details = ?
   WHERE id = ?)sql";

constexpr char kDeleteRows[] = "DELETE FROM import_row WHERE import_id = ?";
constexpr char kDeleteChunks[] = "DELETE FROM import_chunk WHERE import_id = ?";

constexpr char kInsertChunk[] = R"sql(
  INSERT INTO import_chunk (import_id, chunk_offset, length, key_id, content)
  VALUES (?, ?, ?, ?, ?))sql";
constexpr char kSelectChunks[] = R"sql(
  SELECT chunk_offset, length FROM import_chunk
   WHERE import_id = ?
   ORDER BY chunk_offset)sql";
constexpr char kSelectChunk[] = R"sql(
  SELECT key_id, content FROM import_chunk
   WHERE import_id = ? AND chunk_offset = ?)sql";

constexpr char kSelectRows[] = R"sql(
  SELECT place, key_id, content FROM import_row
   WHERE import_id = ? AND place > ? AND kinds & ? <> 0
   ORDER BY place
   LIMIT ?)sql";

constexpr char kClaimable[] = R"sql(
  SELECT id FROM import
   WHERE state IN (3, 5) AND lease_until <= NOW(6)
   ORDER BY id
   LIMIT 1
     FOR UPDATE SKIP LOCKED)sql";
static_assert(static_cast<int>(ImportState::kChecking) == 3 &&
              static_cast<int>(ImportState::kRunning) == 5);
constexpr char kTake[] = R"sql(
  UPDATE import
     SET lease_holder = ?, attempts = attempts + 1,
         lease_until = NOW(6) + INTERVAL ? MICROSECOND
   WHERE id = ?)sql";
constexpr char kRelease[] = R"sql(
  UPDATE import SET lease_holder = '', lease_until = NOW(6)
   WHERE id = ? AND lease_holder = ?)sql";

constexpr char kExpired[] = R"sql(
  SELECT id FROM import
   WHERE expire_time <= ? AND state NOT IN (3, 5)
     AND (EXISTS (SELECT 1 FROM import_chunk WHERE import_id = import.id)
          OR EXISTS (SELECT 1 FROM import_row WHERE import_id = import.id))
   ORDER BY expire_time, id
   LIMIT ?)sql";

std::string Select(absl::string_view where) {
  return absl::StrCat("SELECT ", kImportColumns, " FROM import WHERE ", where);
}

}  // namespace

absl::StatusOr<Import> MySqlImportStore::Create(const Import& import,
                                                absl::Time deadline) {
  const crypto::Sealed details = seals_.Details(import);
  const std::string counts = PackCounts(import.counts);
  const absl::Status created =
      mysql::InTransaction(feed_.pool(), deadline, [&](mysql::Transaction& tx) {
        return tx
            .Execute(kInsert, Stored(import.id), import.area.value,
                     static_cast<int>(import.state), import.size,
                     mysql::Blob{import.sha256}, import.options.all_or_nothing,
                     static_cast<int>(import.options.known), import.received,
                     import.permille, mysql::Blob{counts}, import.done.sheet,
                     import.done.number, import.attempts, import.creator,
                     import.create_time, import.update_time, import.expire_time,
                     import.create_time, details.key_id,
                     mysql::Blob{details.bytes})
            .status();
      });
  if (created.ok()) return import;
  if (ReasonOf(created) != "DUPLICATE_KEY") return created;
  RASOAT_ASSIGN_OR_RETURN(Import there, Get(import.id, deadline));
  if (!SameFile(there, import)) return ImportExists();
  return there;
}

absl::StatusOr<Import> MySqlImportStore::Get(const ImportId& id,
                                             absl::Time deadline) {
  RASOAT_ASSIGN_OR_RETURN(
      std::optional<Import> found,
      mysql::Read(feed_.pool(), deadline, [&](mysql::Reader& reader) {
        return reader.QueryOne(
            Select("id = ?"),
            [&](const mysql::Row& row) { return seals_.ReadImport(row); },
            Stored(id));
      }));
  if (!found) return ImportNotFound();
  return *std::move(found);
}

absl::StatusOr<std::vector<Import>> MySqlImportStore::List(
    const AreaCode& area, const ImportId& before, int limit,
    absl::Time deadline) {
  Ulid below = Stored(before);
  if (before.empty()) below.bytes.fill(0xFF);
  return mysql::Read(feed_.pool(), deadline, [&](mysql::Reader& reader) {
    return reader.Query(
        Select("area = ? AND id < ? ORDER BY id DESC LIMIT ?"),
        [&](const mysql::Row& row) { return seals_.ReadImport(row); },
        area.value, below, limit);
  });
}

absl::StatusOr<Import> MySqlImportStore::Locked(mysql::Transaction& tx,
                                                const ImportId& id) const {
  RASOAT_ASSIGN_OR_RETURN(
      std::optional<Import> found,
      tx.QueryOne(
          Select("id = ? FOR UPDATE"),
          [&](const mysql::Row& row) { return seals_.ReadImport(row); },
          Stored(id)));
  if (!found) return ImportNotFound();
  return *std::move(found);
}

absl::Status MySqlImportStore::Save(mysql::Transaction& tx,
                                    const Import& import) const {
  const crypto::Sealed details = seals_.Details(import);
  const std::string counts = PackCounts(import.counts);
  return tx
      .Execute(kSave, static_cast<int>(import.state),
               import.options.all_or_nothing,
               static_cast<int>(import.options.known), import.received,
               import.permille, mysql::Blob{counts}, import.done.sheet,
               import.done.number, import.attempts, import.update_time,
               details.key_id, mysql::Blob{details.bytes}, Stored(import.id))
      .status();
}

absl::StatusOr<Import> MySqlImportStore::Append(const ImportId& id,
                                                std::int64_t offset,
                                                absl::string_view bytes,
                                                absl::Time deadline) {
  return mysql::InTransaction(
      feed_.pool(), deadline,
      [&](mysql::Transaction& tx) -> absl::StatusOr<Import> {
        RASOAT_ASSIGN_OR_RETURN(Import import, Locked(tx, id));
        RASOAT_ASSIGN_OR_RETURN(
            const std::int64_t fresh,
            AcceptChunk(import, offset,
                        static_cast<std::int64_t>(bytes.size())));
        if (fresh == 0) return import;
        const absl::string_view added =
            bytes.substr(bytes.size() - static_cast<std::size_t>(fresh));
        const crypto::Sealed sealed = seals_.Chunk(id, import.received, added);
        RASOAT_RETURN_IF_ERROR(tx.Execute(kInsertChunk, Stored(id),
                                          import.received, fresh, sealed.key_id,
                                          mysql::Blob{sealed.bytes})
                                   .status());
        import.received += fresh;
        if (import.received == import.size) {
          import.state = ImportState::kUploaded;
        }
        import.update_time = feed_.clock().Now();
        RASOAT_RETURN_IF_ERROR(Save(tx, import));
        return import;
      });
}

absl::StatusOr<Import> MySqlImportStore::Update(const ImportId& id,
                                                Change change,
                                                absl::Time deadline) {
  return mysql::InTransaction(
      feed_.pool(), deadline,
      [&](mysql::Transaction& tx) -> absl::StatusOr<Import> {
        RASOAT_ASSIGN_OR_RETURN(const Import current, Locked(tx, id));
        RASOAT_ASSIGN_OR_RETURN(Import next, change(current));
        next.update_time = feed_.clock().Now();
        RASOAT_RETURN_IF_ERROR(Save(tx, next));
        if (next.busy() && next.state != current.state) {
          RASOAT_RETURN_IF_ERROR(tx.Execute(kDeleteRows, Stored(id)).status());
        }
        return next;
      });
}

absl::StatusOr<std::vector<ImportChunk>> MySqlImportStore::Chunks(
    const ImportId& id, absl::Time deadline) {
  return mysql::Read(feed_.pool(), deadline, [&](mysql::Reader& reader) {
    return reader.Query(
        kSelectChunks,
        [](const mysql::Row& row) {
          return ImportChunk{.offset = row.Int("chunk_offset"),
                             .length = row.Int("length")};
        },
        Stored(id));
  });
}

absl::StatusOr<std::string> MySqlImportStore::ReadChunk(const ImportId& id,
                                                        std::int64_t offset,
                                                        absl::Time deadline) {
  RASOAT_ASSIGN_OR_RETURN(
      std::optional<std::string> bytes,
      mysql::Read(feed_.pool(), deadline, [&](mysql::Reader& reader) {
        return reader.QueryOne(
            kSelectChunk,
            [&](const mysql::Row& row) {
              return seals_.OpenChunk(id, offset, row);
            },
            Stored(id), offset);
      }));
  if (!bytes) return ImportFileGone();
  return *std::move(bytes);
}

absl::StatusOr<std::vector<ImportRow>> MySqlImportStore::Rows(
    const ImportRowFilter& filter, int limit, absl::Time deadline) {
  const int kinds = filter.kind == FindingKind::kUnspecified
                        ? ~0
                        : 1 << static_cast<int>(filter.kind);
  return mysql::Read(feed_.pool(), deadline, [&](mysql::Reader& reader) {
    return reader.Query(
        kSelectRows,
        [&](const mysql::Row& row) {
          return seals_.ReadFindings(filter.import, row);
        },
        Stored(filter.import), PlaceOf(filter.after), kinds, limit);
  });
}

absl::StatusOr<std::optional<Import>> MySqlImportStore::Claim(
    const std::string& holder, absl::Duration lease, absl::Time deadline) {
  return mysql::InTransaction(
      feed_.pool(), deadline,
      [&](mysql::Transaction& tx) -> absl::StatusOr<std::optional<Import>> {
        RASOAT_ASSIGN_OR_RETURN(
            const std::optional<Ulid> id,
            tx.QueryOne(kClaimable,
                        [](const mysql::Row& row) { return row.Id("id"); }));
        if (!id) return std::optional<Import>();
        RASOAT_RETURN_IF_ERROR(
            tx.Execute(kTake, holder, absl::ToInt64Microseconds(lease), *id)
                .status());
        RASOAT_ASSIGN_OR_RETURN(Import import, Locked(tx, IdOf<ImportId>(*id)));
        return std::optional<Import>(std::move(import));
      });
}

absl::Status MySqlImportStore::Release(const ImportId& id,
                                       const std::string& holder,
                                       absl::Time deadline) {
  return mysql::InTransaction(
      feed_.pool(), deadline, [&](mysql::Transaction& tx) {
        return tx.Execute(kRelease, Stored(id), holder).status();
      });
}

absl::StatusOr<int> MySqlImportStore::RemoveExpired(absl::Time now, int limit,
                                                    absl::Time deadline) {
  RASOAT_ASSIGN_OR_RETURN(
      const std::vector<Ulid> ids,
      mysql::Read(feed_.pool(), deadline, [&](mysql::Reader& reader) {
        return reader.Query(
            kExpired, [](const mysql::Row& row) { return row.Id("id"); }, now,
            limit);
      }));
  for (const Ulid& id : ids) {
    RASOAT_RETURN_IF_ERROR(mysql::InTransaction(
        feed_.pool(), deadline, [&](mysql::Transaction& tx) -> absl::Status {
          RASOAT_RETURN_IF_ERROR(tx.Execute(kDeleteChunks, id).status());
          return tx.Execute(kDeleteRows, id).status();
        }));
  }
  return static_cast<int>(ids.size());
}

}  // namespace rasoat::registry
