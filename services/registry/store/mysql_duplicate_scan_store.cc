#include "services/registry/store/mysql_duplicate_scan_store.h"

#include <cstddef>

#include "services/common/mysql/transaction.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace rasoat::registry {
namespace {

constexpr char kEnroll[] =
    "INSERT INTO duplicate_scan (commune, position, due_time) VALUES";
constexpr char kLeaveAlone[] = "ON DUPLICATE KEY UPDATE commune = commune";

constexpr char kSelectDue[] =
    "SELECT commune, position FROM duplicate_scan"
    " WHERE due_time <= ? AND (lease_end IS NULL OR lease_end <= ?)"
    " ORDER BY due_time, commune LIMIT 1 FOR UPDATE";

constexpr char kTake[] =
    "UPDATE duplicate_scan SET holder = ?, lease_end = ? WHERE commune = ?";

constexpr char kDone[] =
    "UPDATE duplicate_scan SET position = ?, due_time = ?, holder = NULL,"
    " lease_end = NULL WHERE commune = ? AND holder = ?";

}  // namespace

absl::Status MySqlDuplicateScanStore::Enroll(
    absl::Span<const AreaCode> communes, absl::Time first,
    absl::Time deadline) {
  if (communes.empty()) return absl::OkStatus();
  return mysql::InTransaction(pool_, deadline, [&](mysql::Transaction& tx) {
    return tx
        .InsertRows(
            kEnroll, communes.size(), 3,
            [&](std::size_t row, mysql::Params& out) {
              out.AddAll(communes[row].value, 0, first);
            },
            kLeaveAlone)
        .status();
  });
}

absl::StatusOr<std::optional<ScanTurn>> MySqlDuplicateScanStore::Claim(
    const Ulid& holder, absl::Time now, absl::Time lease_end,
    absl::Time deadline) {
  return mysql::InTransaction(
      pool_, deadline,
      [&](mysql::Transaction& tx) -> absl::StatusOr<std::optional<ScanTurn>> {
        RASOAT_ASSIGN_OR_RETURN(std::optional<ScanTurn> turn,
                                tx.QueryOne(
                                    kSelectDue,
                                    [](const mysql::Row& row) {
                                      return ScanTurn{
                                          .commune = {row.Text("commune")},
                                          .position = row.Int("position")};
                                    },
                                    now, now));
        if (!turn) return turn;
        RASOAT_RETURN_IF_ERROR(
            tx.Execute(kTake, holder, lease_end, turn->commune.value).status());
        return turn;
      });
}

absl::Status MySqlDuplicateScanStore::Done(const ScanTurn& turn,
                                           const Ulid& holder, absl::Time next,
                                           absl::Time deadline) {
  return mysql::InTransaction(
      pool_, deadline, [&](mysql::Transaction& tx) -> absl::Status {
        RASOAT_ASSIGN_OR_RETURN(
            const auto changed,
            tx.Execute(kDone, turn.position, next, turn.commune.value, holder));
        if (changed == 1) return absl::OkStatus();
        return Error(absl::StatusCode::kAborted, "LEASE_LOST",
                     "another replica scans the commune");
      });
}

}  // namespace rasoat::registry
