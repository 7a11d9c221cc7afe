#include "services/registry/store/mysql_import_removal.h"

#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/status/status_macros.h"
#include "services/registry/domain/import.h"
#include "services/registry/store/mysql_id_lists.h"

namespace rasoat::registry {
namespace {

constexpr char kSelectImports[] =
    "SELECT id, state FROM import WHERE area = ? ORDER BY id FOR UPDATE";
constexpr char kSelectImport[] =
    "SELECT id FROM import WHERE id = ? AND state = ? AND update_time < ?"
    " FOR UPDATE";
constexpr char kSelectChunk[] =
    "SELECT import_id FROM import_chunk WHERE import_id = ? LIMIT 1";
constexpr char kDeleteChunks[] = "DELETE FROM import_chunk WHERE import_id = ?";
constexpr char kDeleteRows[] = "DELETE FROM import_row WHERE import_id = ?";

// The head of the feed is what both sides pass; no row stands for "no hold".
constexpr char kLockHead[] =
    "SELECT position FROM feed_head WHERE stream = 0 FOR UPDATE";
constexpr char kShareHead[] =
    "SELECT position FROM feed_head WHERE stream = 0 LOCK IN SHARE MODE";

// A list names a household where it lived when the list was made.
constexpr char kSelectHeld[] = R"sql(
  SELECT l.household_id AS id, h.village AS village
    FROM legal_hold l JOIN household h ON h.id = l.household_id
   UNION
  SELECT l.household_id, p.village
    FROM legal_hold l JOIN household_past p ON p.household_id = l.household_id
   ORDER BY 1, 2)sql";

struct FoundImport {
  Ulid id;
  ImportState state = ImportState::kUnspecified;
};

using HeldPlace = std::pair<HouseholdId, AreaCode>;

bool Over(ImportState state) {
  return state == ImportState::kDone || state == ImportState::kRefused ||
         state == ImportState::kCancelled;
}

absl::StatusOr<std::vector<FoundImport>> ImportsFor(mysql::Transaction& tx,
                                                    const AreaCode& area) {
  return tx.Query(
      kSelectImports,
      [](const mysql::Row& row) {
        return FoundImport{row.Id("id"),
                           static_cast<ImportState>(row.Int("state"))};
      },
      area.value);
}

absl::StatusOr<std::vector<HeldPlace>> HeldPlaces(mysql::Transaction& tx) {
  return tx.Query(kSelectHeld, [](const mysql::Row& row) {
    return HeldPlace{IdOf<HouseholdId>(row.Id("id")), {row.Text("village")}};
  });
}

std::int64_t HeldIn(const std::vector<HeldPlace>& held,
                    const VillageSet& villages) {
  std::set<HouseholdId> households;
  for (const auto& [household, village] : held) {
    if (villages.Contains(village)) households.insert(household);
  }
  return static_cast<std::int64_t>(households.size());
}

}  // namespace

absl::Status BarImportRemoval(mysql::Transaction& tx) {
  return tx.QueryOne(kShareHead, [](const mysql::Row&) { return true; })
      .status();
}

absl::StatusOr<ImportRemoval> RemoveImport(mysql::Transaction& tx,
                                           const ImportId& id,
                                           ImportState state, absl::Time before,
                                           const VillageSet& villages,
                                           bool apply) {
  RASOAT_RETURN_IF_ERROR(
      tx.QueryOne(kLockHead, [](const mysql::Row&) { return true; }).status());
  RASOAT_ASSIGN_OR_RETURN(
      const auto found,
      tx.QueryOne(
          kSelectImport, [](const mysql::Row&) { return true; }, Stored(id),
          static_cast<int>(state), before));
  if (!found) return ImportRemoval::kChanged;
  RASOAT_ASSIGN_OR_RETURN(const std::vector<HeldPlace> held, HeldPlaces(tx));
  if (HeldIn(held, villages) > 0) return ImportRemoval::kHeld;
  if (!apply) return ImportRemoval::kRemoved;
  RASOAT_RETURN_IF_ERROR(tx.Execute(kDeleteChunks, Stored(id)).status());
  RASOAT_RETURN_IF_ERROR(tx.Execute(kDeleteRows, Stored(id)).status());
  return ImportRemoval::kRemoved;
}

absl::StatusOr<std::int64_t> RemoveImports(
    mysql::Transaction& tx, absl::Span<const ErasureArea> areas) {
  RASOAT_RETURN_IF_ERROR(
      tx.QueryOne(kLockHead, [](const mysql::Row&) { return true; }).status());
  RASOAT_ASSIGN_OR_RETURN(const std::vector<HeldPlace> held, HeldPlaces(tx));
  std::int64_t count = 0;
  for (const ErasureArea& area : areas) {
    RASOAT_ASSIGN_OR_RETURN(const std::vector<FoundImport> imports,
                            ImportsFor(tx, area.area));
    const std::int64_t protects = HeldIn(held, area.villages);
    for (const FoundImport& import : imports) {
      if (!Over(import.state)) return ErasureWaitsForImport();
      RASOAT_ASSIGN_OR_RETURN(
          const auto file,
          tx.QueryOne(
              kSelectChunk, [](const mysql::Row&) { return true; }, import.id));
      if (file && protects > 0) {
        return ImportFileHeld(absl::StrCat("areas/", area.area.value,
                                           "/imports/", import.id.ToString()),
                              protects);
      }
      RASOAT_ASSIGN_OR_RETURN(const std::int64_t chunks,
                              tx.Execute(kDeleteChunks, import.id));
      RASOAT_ASSIGN_OR_RETURN(const std::int64_t rows,
                              tx.Execute(kDeleteRows, import.id));
      if (chunks + rows > 0) ++count;
    }
  }
  return count;
}

}  // namespace rasoat::registry
