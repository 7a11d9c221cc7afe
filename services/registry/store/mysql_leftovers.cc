#include "services/registry/store/mysql_leftovers.h"

#include <string>
#include <vector>

#include "services/common/status/status_macros.h"
#include "services/registry/store/mysql_id_lists.h"
#include "services/registry/store/mysql_import_removal.h"

namespace rasoat::registry {
namespace {

constexpr absl::Duration kStep = absl::Seconds(30);

constexpr char kDueDrafts[] = R"sql(
  SELECT d.id AS id, d.household_id AS household_id, d.revision AS revision
    FROM survey_draft d
    LEFT JOIN legal_hold l ON l.household_id = d.household_id
   WHERE d.save_time < ? AND l.household_id IS NULL AND d.id > ?
   ORDER BY d.id
   LIMIT ?)sql";
constexpr char kSelectHold[] =
    "SELECT household_id FROM legal_hold WHERE household_id = ? FOR UPDATE";
constexpr char kDeleteDraft[] =
    "DELETE FROM survey_draft WHERE id = ? AND revision = ?";

constexpr char kDueImports[] = R"sql(
  SELECT id, area, state FROM import
   WHERE update_time < ? AND state IN (?, ?, ?) AND id > ?
     AND (EXISTS (SELECT 1 FROM import_chunk WHERE import_id = import.id)
          OR EXISTS (SELECT 1 FROM import_row WHERE import_id = import.id))
   ORDER BY id
   LIMIT ?)sql";

struct DueDraft {
  Ulid id;
  Ulid household;
  std::int64_t revision = 0;
};

struct DueImport {
  Ulid id;
  AreaCode area;
  ImportState state = ImportState::kUnspecified;
};

struct States {
  ImportState one, two, three;
};
constexpr States kOver = {ImportState::kDone, ImportState::kRefused,
                          ImportState::kCancelled};
constexpr States kNotRun = {ImportState::kUploading, ImportState::kUploaded,
                            ImportState::kChecked};

DueDraft ReadDraft(const mysql::Row& row) {
  return {row.Id("id"), row.Id("household_id"), row.Int("revision")};
}

DueImport ReadImport(const mysql::Row& row) {
  return {row.Id("id"),
          {row.Text("area")},
          static_cast<ImportState>(row.Int("state"))};
}

/// 1 if it went, 0 if it was saved again or is held by now.
absl::StatusOr<std::int64_t> Remove(mysql::Transaction& tx,
                                    const DueDraft& draft) {
  RASOAT_ASSIGN_OR_RETURN(
      const auto held, tx.QueryOne(
                           kSelectHold, [](const mysql::Row&) { return true; },
                           draft.household));
  if (held) return 0;
  return tx.Execute(kDeleteDraft, draft.id, draft.revision);
}

}  // namespace

absl::StatusOr<std::int64_t> MySqlLeftovers::RemoveDrafts(absl::Time before,
                                                          bool apply) {
  std::int64_t count = 0;
  Ulid last;
  for (;;) {
    RASOAT_ASSIGN_OR_RETURN(
        const std::vector<DueDraft> due,
        mysql::Read(pool_, clock_.Now() + kStep, [&](mysql::Reader& reader) {
          return reader.Query(kDueDrafts, ReadDraft, before, last, kBatch);
        }));
    if (due.empty()) return count;
    last = due.back().id;
    if (!apply) {
      count += static_cast<std::int64_t>(due.size());
      continue;
    }
    for (const DueDraft& draft : due) {
      RASOAT_ASSIGN_OR_RETURN(const std::int64_t gone,
                              mysql::InTransaction(pool_, clock_.Now() + kStep,
                                                   [&](mysql::Transaction& tx) {
                                                     return Remove(tx, draft);
                                                   }));
      count += gone;
    }
  }
}

absl::StatusOr<std::int64_t> MySqlLeftovers::RemoveImports(absl::Time before,
                                                           bool over,
                                                           bool apply) {
  const States& states = over ? kOver : kNotRun;
  std::int64_t count = 0;
  Ulid last;
  for (;;) {
    RASOAT_ASSIGN_OR_RETURN(
        const std::vector<DueImport> due,
        mysql::Read(pool_, clock_.Now() + kStep, [&](mysql::Reader& reader) {
          return reader.Query(kDueImports, ReadImport, before,
                              static_cast<int>(states.one),
                              static_cast<int>(states.two),
                              static_cast<int>(states.three), last, kBatch);
        }));
    if (due.empty()) return count;
    last = due.back().id;
    for (const DueImport& import : due) {
      const absl::Time deadline = clock_.Now() + kStep;
      RASOAT_ASSIGN_OR_RETURN(const VillageSet villages,
                              villages_of_(import.area, deadline));
      RASOAT_ASSIGN_OR_RETURN(
          const ImportRemoval became,
          mysql::InTransaction(pool_, deadline, [&](mysql::Transaction& tx) {
            return RemoveImport(tx, IdOf<ImportId>(import.id), import.state,
                                before, villages, apply);
          }));
      if (became == ImportRemoval::kRemoved) ++count;
    }
  }
}

}  // namespace rasoat::registry
