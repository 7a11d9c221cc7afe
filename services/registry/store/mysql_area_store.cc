#include "services/registry/store/mysql_area_store.h"

#include <optional>

#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace rasoat::registry {
namespace {

constexpr char kSelectAll[] = R"sql(
  SELECT code, valid_from, valid_to, parent, tier, name, settlement, region,
         synthetic
    FROM area
   ORDER BY code, valid_from)sql";

constexpr char kRevision[] =
    "SELECT revision FROM area_revision WHERE book = 0";
constexpr char kLockRevision[] =
    "SELECT revision FROM area_revision WHERE book = 0 FOR UPDATE";
constexpr char kRaiseRevision[] =
    "UPDATE area_revision SET revision = revision + 1 WHERE book = 0";

constexpr char kInsert[] =
    "INSERT INTO area (code, valid_from, valid_to, parent, tier, name, "
    "settlement, region, synthetic) VALUES";
// An end is set where there is none, and stays.
constexpr char kSetEnd[] =
    "ON DUPLICATE KEY UPDATE valid_to = COALESCE(valid_to, VALUES(valid_to))";

constexpr char kSelectSuccessions[] = R"sql(
  SELECT predecessor, day, successor, extent, source, note
    FROM area_succession
   ORDER BY predecessor, day, successor)sql";
constexpr char kInsertSuccessions[] =
    "INSERT INTO area_succession (predecessor, day, successor, extent, source, "
    "note, record_time) VALUES";

Area ReadArea(const mysql::Row& row) {
  Area area;
  area.code.value = row.Text("code");
  area.valid_from = row.Day("valid_from");
  area.valid_to = row.MaybeDay("valid_to");
  area.parent.value = row.Text("parent");
  area.tier = static_cast<Tier>(row.Int("tier"));
  area.name = row.Text("name");
  area.settlement = static_cast<Settlement>(row.Int("settlement"));
  area.region = static_cast<Region>(row.Int("region"));
  area.synthetic = row.Bool("synthetic");
  return area;
}

Succession ReadSuccession(const mysql::Row& row) {
  Succession succession;
  succession.predecessor.value = row.Text("predecessor");
  succession.successor.value = row.Text("successor");
  succession.day = row.Day("day");
  succession.extent = static_cast<Extent>(row.Int("extent"));
  succession.source = row.Text("source");
  succession.note = row.Text("note");
  return succession;
}

absl::StatusOr<AreaBook> ReadBook(mysql::Reader& reader) {
  AreaBook book;
  RASOAT_RETURN_IF_ERROR(
      reader.ForEach(kSelectAll, [&](const mysql::Row& row) -> absl::Status {
        book.Put(ReadArea(row));
        return absl::OkStatus();
      }));
  RASOAT_RETURN_IF_ERROR(reader.ForEach(
      kSelectSuccessions, [&](const mysql::Row& row) -> absl::Status {
        book.Put(ReadSuccession(row));
        return absl::OkStatus();
      }));
  return book;
}

absl::StatusOr<std::int64_t> ReadRevision(mysql::Reader& reader,
                                          absl::string_view sql) {
  RASOAT_ASSIGN_OR_RETURN(std::optional<std::int64_t> revision,
                          reader.QueryOne(sql, [](const mysql::Row& row) {
                            return row.Int("revision");
                          }));
  if (!revision) {
    return Error(absl::StatusCode::kInternal, "AREA_REVISION_MISSING",
                 "the only row of area_revision is gone");
  }
  return *revision;
}

absl::Status Insert(mysql::Transaction& tx, const std::vector<Area>& areas,
                    absl::string_view tail = "") {
  return tx
      .InsertRows(
          kInsert, areas.size(), 9,
          [&](std::size_t row, mysql::Params& out) {
            const Area& area = areas[row];
            out.AddAll(area.code.value, area.valid_from, area.valid_to,
                       area.parent.value, static_cast<int>(area.tier),
                       area.name, static_cast<int>(area.settlement),
                       static_cast<int>(area.region), area.synthetic);
          },
          tail)
      .status();
}

absl::Status Insert(mysql::Transaction& tx,
                    const std::vector<Succession>& successions,
                    absl::Time now) {
  return tx
      .InsertRows(
          kInsertSuccessions, successions.size(), 7,
          [&](std::size_t row, mysql::Params& out) {
            const Succession& one = successions[row];
            out.AddAll(one.predecessor.value, one.day, one.successor.value,
                       static_cast<int>(one.extent), one.source, one.note, now);
          })
      .status();
}

}  // namespace

absl::StatusOr<AreaSnapshot> MySqlAreaStore::Load(absl::Time deadline) {
  return mysql::Read(
      feed_.pool(), deadline,
      [&](mysql::Reader& reader) -> absl::StatusOr<AreaSnapshot> {
        AreaSnapshot snapshot;
        RASOAT_ASSIGN_OR_RETURN(snapshot.revision,
                                ReadRevision(reader, kRevision));
        RASOAT_ASSIGN_OR_RETURN(snapshot.book, ReadBook(reader));
        return snapshot;
      });
}

absl::StatusOr<std::int64_t> MySqlAreaStore::Revision(absl::Time deadline) {
  return mysql::Read(feed_.pool(), deadline, [&](mysql::Reader& reader) {
    return ReadRevision(reader, kRevision);
  });
}

absl::StatusOr<ImportPlan> MySqlAreaStore::Import(Plan plan,
                                                  absl::Time deadline) {
  return feed::InTransaction(
      feed_, deadline,
      [&](mysql::Transaction& tx,
          feed::Changes& changes) -> absl::StatusOr<ImportPlan> {
        RASOAT_RETURN_IF_ERROR(ReadRevision(tx, kLockRevision).status());
        RASOAT_ASSIGN_OR_RETURN(AreaBook book, ReadBook(tx));
        RASOAT_ASSIGN_OR_RETURN(ImportPlan planned, plan(book));
        if (planned.empty()) return planned;
        RASOAT_RETURN_IF_ERROR(tx.Execute(kRaiseRevision).status());
        RASOAT_RETURN_IF_ERROR(Insert(tx, planned.ended, kSetEnd));
        RASOAT_RETURN_IF_ERROR(Insert(tx, planned.created));
        RASOAT_RETURN_IF_ERROR(
            Insert(tx, planned.successions, feed_.clock().Now()));
        Apply(planned, book);
        for (const Area& area : planned.ended) {
          codec_.Tell(book.Told(area, area.valid_from), changes);
        }
        for (const Area& area : planned.created) {
          codec_.Tell(book.Told(area, area.valid_from), changes);
        }
        return planned;
      });
}

}  // namespace rasoat::registry
