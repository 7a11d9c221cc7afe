#include "services/registry/store/mysql_legal_holds.h"

#include <optional>
#include <utility>

#include "services/common/mysql/transaction.h"
#include "services/common/status/status_macros.h"
#include "services/registry/domain/erasure.h"
#include "services/registry/domain/refusals.h"
#include "services/registry/store/mysql_id_lists.h"
#include "services/registry/store/mysql_import_removal.h"

namespace rasoat::registry {
namespace {

// A hold and an erasure wait for each other at the household's row.
constexpr char kLockHousehold[] =
    "SELECT id FROM household WHERE id = ? FOR UPDATE";
constexpr char kInsert[] =
    "INSERT INTO legal_hold (household_id, reason, hold_time, holder)"
    " VALUES (?, ?, ?, ?)"
    " ON DUPLICATE KEY UPDATE reason = VALUES(reason),"
    "                         holder = VALUES(holder)";

#define RASOAT_HOLD_COLUMNS                                           \
  "SELECT l.household_id, l.reason, l.holder, l.hold_time, h.village" \
  "  FROM legal_hold l JOIN household h ON h.id = l.household_id"
constexpr char kSelect[] = RASOAT_HOLD_COLUMNS " WHERE l.household_id = ?";
constexpr char kSelectPage[] = RASOAT_HOLD_COLUMNS
    " WHERE l.household_id > ? ORDER BY l.household_id LIMIT ?";
#undef RASOAT_HOLD_COLUMNS

constexpr char kDelete[] = "DELETE FROM legal_hold WHERE household_id = ?";

LegalHold ReadRow(const mysql::Row& row) {
  return {.household = IdOf<HouseholdId>(row.Id("household_id")),
          .village = {row.Text("village")},
          .reason = row.Text("reason"),
          .holder = row.Text("holder"),
          .hold_time = row.Time("hold_time")};
}

}  // namespace

absl::StatusOr<LegalHold> MySqlLegalHolds::Hold(const LegalHold& hold,
                                                absl::Time deadline) {
  return mysql::InTransaction(
      pool_, deadline,
      [&](mysql::Transaction& tx) -> absl::StatusOr<LegalHold> {
        RASOAT_ASSIGN_OR_RETURN(
            const auto locked,
            tx.QueryOne(
                kLockHousehold, [](const mysql::Row&) { return true; },
                Stored(hold.household)));
        if (!locked) return HouseholdNotFound();
        RASOAT_RETURN_IF_ERROR(BarImportRemoval(tx));
        RASOAT_RETURN_IF_ERROR(tx.Execute(kInsert, Stored(hold.household),
                                          hold.reason, hold.hold_time,
                                          hold.holder)
                                   .status());
        RASOAT_ASSIGN_OR_RETURN(
            std::optional<LegalHold> kept,
            tx.QueryOne(kSelect, ReadRow, Stored(hold.household)));
        if (!kept) return LegalHoldNotFound();
        return *std::move(kept);
      });
}

absl::StatusOr<std::vector<LegalHold>> MySqlLegalHolds::List(
    const HouseholdId& after, int limit, absl::Time deadline) {
  return mysql::Read(pool_, deadline, [&](mysql::Reader& reader) {
    return reader.Query(kSelectPage, ReadRow, Stored(after), limit);
  });
}

absl::Status MySqlLegalHolds::Release(const HouseholdId& household,
                                      absl::Time deadline) {
  return mysql::InTransaction(
      pool_, deadline, [&](mysql::Transaction& tx) -> absl::Status {
        RASOAT_ASSIGN_OR_RETURN(const std::int64_t gone,
                                tx.Execute(kDelete, Stored(household)));
        return gone == 0 ? LegalHoldNotFound() : absl::OkStatus();
      });
}

}  // namespace rasoat::registry
