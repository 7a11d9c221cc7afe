#include "services/registry/store/mysql_legal_holds.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"

#include "services/common/mysql/transaction.h"
#include "services/common/status/status_macros.h"
#include "services/registry/domain/refusals.h"
#include "services/registry/store/mysql_id_lists.h"
#include "services/registry/store/mysql_import_removal.h"
#include "services/registry/store/mysql_village_words.h"

namespace rasoat::registry {
namespace {

// A hold and an erasure wait for each other at the household's row.
constexpr char kLockHousehold[] =
    "SELECT id FROM household WHERE id = ? FOR UPDATE";
constexpr char kInsert[] =
    "INSERT INTO legal_hold (household_id, reason, hold_time, holder,"
    " holder_tier) VALUES (?, ?, ?, ?, ?)"
    " ON DUPLICATE KEY UPDATE reason = VALUES(reason),"
    "                         holder = VALUES(holder),"
    "                         holder_tier = VALUES(holder_tier)";
constexpr char kInsertPast[] =
    "INSERT INTO legal_hold_past (household_id, reason, hold_time, holder,"
    " holder_tier, end_actor, end_reason, end_time)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)";

#define RASOAT_HOLD_COLUMNS                                                 \
  "SELECT l.household_id, l.reason, l.holder, l.holder_tier, l.hold_time, " \
  "h.village"                                                               \
  "  FROM legal_hold l JOIN household h ON h.id = l.household_id"
constexpr char kSelect[] = RASOAT_HOLD_COLUMNS " WHERE l.household_id = ?";
// Followed by conditions and kInOrder.
constexpr char kSelectPage[] = RASOAT_HOLD_COLUMNS " WHERE l.household_id > ?";
constexpr char kInOrder[] = " ORDER BY l.household_id LIMIT ?";
#undef RASOAT_HOLD_COLUMNS
constexpr char kSelectPast[] =
    "SELECT p.household_id, p.reason, p.holder, p.holder_tier, p.hold_time,"
    " p.end_actor, p.end_reason, p.end_time, h.village"
    "  FROM legal_hold_past p JOIN household h ON h.id = p.household_id"
    " WHERE p.household_id = ? ORDER BY p.id DESC LIMIT ?";

constexpr char kDelete[] = "DELETE FROM legal_hold WHERE household_id = ?";

LegalHold ReadRow(const mysql::Row& row) {
  return {.household = IdOf<HouseholdId>(row.Id("household_id")),
          .village = {row.Text("village")},
          .reason = row.Text("reason"),
          .holder = row.Text("holder"),
          .tier = static_cast<OfficeTier>(row.Int("holder_tier")),
          .hold_time = row.Time("hold_time")};
}

absl::Status LockHousehold(mysql::Transaction& tx, const HouseholdId& id) {
  RASOAT_ASSIGN_OR_RETURN(
      const auto locked,
      tx.QueryOne(
          kLockHousehold, [](const mysql::Row&) { return true; }, Stored(id)));
  return locked ? absl::OkStatus() : HouseholdNotFound();
}

/// The hold there is, if `tier` may change it.
absl::StatusOr<std::optional<LegalHold>> Changeable(mysql::Transaction& tx,
                                                    const HouseholdId& id,
                                                    OfficeTier tier) {
  RASOAT_ASSIGN_OR_RETURN(std::optional<LegalHold> hold,
                          tx.QueryOne(kSelect, ReadRow, Stored(id)));
  if (hold) RASOAT_RETURN_IF_ERROR(CheckMayChange(*hold, tier));
  return hold;
}

absl::Status Remember(mysql::Transaction& tx, const LegalHold& was,
                      const std::string& actor, const std::string& reason,
                      absl::Time time) {
  return tx
      .Execute(kInsertPast, Stored(was.household), was.reason, was.hold_time,
               was.holder, static_cast<int>(was.tier), actor, reason, time)
      .status();
}

}  // namespace

absl::StatusOr<LegalHold> MySqlLegalHolds::Hold(const LegalHold& hold,
                                                absl::Time deadline) {
  return mysql::InTransaction(
      pool_, deadline,
      [&](mysql::Transaction& tx) -> absl::StatusOr<LegalHold> {
        RASOAT_RETURN_IF_ERROR(LockHousehold(tx, hold.household));
        RASOAT_ASSIGN_OR_RETURN(const std::optional<LegalHold> was,
                                Changeable(tx, hold.household, hold.tier));
        const bool same =
            was && was->reason == hold.reason && was->holder == hold.holder;
        if (same) return *was;
        if (was) {
          RASOAT_RETURN_IF_ERROR(
              Remember(tx, *was, hold.holder, "", hold.hold_time));
        }
        RASOAT_RETURN_IF_ERROR(BarImportRemoval(tx));
        RASOAT_RETURN_IF_ERROR(
            tx.Execute(kInsert, Stored(hold.household), hold.reason,
                       hold.hold_time, hold.holder, static_cast<int>(hold.tier))
                .status());
        RASOAT_ASSIGN_OR_RETURN(
            std::optional<LegalHold> kept,
            tx.QueryOne(kSelect, ReadRow, Stored(hold.household)));
        if (!kept) return LegalHoldNotFound();
        return *std::move(kept);
      });
}

absl::StatusOr<std::vector<LegalHold>> MySqlLegalHolds::List(
    const HoldFilter& filter, int limit, absl::Time deadline) {
  std::vector<mysql::Param> params = {mysql::Param(Stored(filter.after))};
  const std::string sql = absl::StrCat(
      kSelectPage, VillageWords("h.village", filter.villages, params),
      kInOrder);
  params.emplace_back(limit);
  return mysql::Read(
      pool_, deadline,
      [&](mysql::Reader& reader) -> absl::StatusOr<std::vector<LegalHold>> {
        std::vector<LegalHold> found;
        RASOAT_RETURN_IF_ERROR(reader.ForEachOf(
            sql, params, [&](const mysql::Row& row) -> absl::Status {
              found.push_back(ReadRow(row));
              return absl::OkStatus();
            }));
        return found;
      });
}

absl::Status MySqlLegalHolds::Release(const HoldRelease& release,
                                      absl::Time deadline) {
  return mysql::InTransaction(
      pool_, deadline, [&](mysql::Transaction& tx) -> absl::Status {
        RASOAT_RETURN_IF_ERROR(LockHousehold(tx, release.household));
        RASOAT_ASSIGN_OR_RETURN(
            const std::optional<LegalHold> was,
            Changeable(tx, release.household, release.tier));
        if (!was) return LegalHoldNotFound();
        RASOAT_RETURN_IF_ERROR(
            Remember(tx, *was, release.actor, release.reason, release.time));
        return tx.Execute(kDelete, Stored(release.household)).status();
      });
}

absl::StatusOr<std::vector<PastHold>> MySqlLegalHolds::Past(
    const HouseholdId& household, int limit, absl::Time deadline) {
  return mysql::Read(pool_, deadline, [&](mysql::Reader& reader) {
    return reader.Query(
        kSelectPast,
        [](const mysql::Row& row) {
          return PastHold{.hold = ReadRow(row),
                          .end_actor = row.Text("end_actor"),
                          .end_reason = row.Text("end_reason"),
                          .end_time = row.Time("end_time")};
        },
        Stored(household), limit);
  });
}

}  // namespace rasoat::registry
