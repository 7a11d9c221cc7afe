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

absl::StatusOr<AreaBook> ReadBook(mysql::Reader& reader) {
  AreaBook book;
  RASOAT_RETURN_IF_ERROR(
      reader.ForEach(kSelectAll, [&](const mysql::Row& row) -> absl::Status {
        book.Put(ReadArea(row));
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

absl::Status Insert(mysql::Transaction& tx, const std::vector<Area>& areas) {
  return tx
      .InsertRows(kInsert, areas.size(), 9,
                  [&](std::size_t row, mysql::Params& out) {
                    const Area& area = areas[row];
                    out.AddAll(area.code.value, area.valid_from, area.valid_to,
                               area.parent.value, static_cast<int>(area.tier),
                               area.name, static_cast<int>(area.settlement),
                               static_cast<int>(area.region), area.synthetic);
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
        if (planned.created.empty()) return planned;
        RASOAT_RETURN_IF_ERROR(tx.Execute(kRaiseRevision).status());
        RASOAT_RETURN_IF_ERROR(Insert(tx, planned.created));
        for (const Area& area : planned.created) {
          book.Put(area);
          codec_.Tell(book.Told(area, area.valid_from), changes);
        }
        return planned;
      });
}

}  // namespace rasoat::registry
