// The step of an import: its households, its findings and how far it is, all in
// one transaction.
#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/registry/store/mysql_id_lists.h"
#include "services/registry/store/mysql_import_store.h"

namespace rasoat::registry {
namespace {

constexpr char kSelectLease[] = R"sql(
  SELECT state, done_sheet, done_row, lease_holder FROM import
   WHERE id = ?
     FOR UPDATE)sql";
constexpr char kProlong[] = R"sql(
  UPDATE import SET lease_until = NOW(6) + INTERVAL ? MICROSECOND
   WHERE id = ?)sql";

constexpr char kSelectNumbers[] = R"sql(
  SELECT id, number FROM household
   WHERE village = ? AND number BETWEEN ? AND ?)sql";

constexpr char kInsertRows[] =
    "INSERT INTO import_row (import_id, place, kinds, key_id, content) "
    "VALUES";
constexpr char kReplaceRows[] =
    "ON DUPLICATE KEY UPDATE kinds = VALUES(kinds), key_id = VALUES(key_id), "
    "content = VALUES(content)";

absl::Status Lost() {
  return Error(absl::StatusCode::kAborted, "IMPORT_LOST",
               "the import was cancelled, or another replica works on it");
}

absl::Status Raced() {
  return Error(absl::StatusCode::kAborted, "IMPORT_RACED",
               "a household has changed since it was looked up");
}

absl::Status Collided() {
  return Error(absl::StatusCode::kAlreadyExists, "IMPORT_COLLIDED",
               "a number or a citizen id is taken");
}

}  // namespace

absl::Status MySqlImportStore::CheckLease(mysql::Transaction& tx,
                                          const Import& seen,
                                          const std::string& holder) const {
  RASOAT_ASSIGN_OR_RETURN(
      const std::optional<bool> held,
      tx.QueryOne(
          kSelectLease,
          [&](const mysql::Row& row) {
            return row.Int("state") == static_cast<int>(seen.state) &&
                   row.Int("done_sheet") == seen.done.sheet &&
                   row.Int("done_row") == seen.done.number &&
                   row.Text("lease_holder") == holder;
          },
          Stored(seen.id)));
  return held.value_or(false) ? absl::OkStatus() : Lost();
}

absl::Status MySqlImportStore::WriteHouseholds(mysql::Transaction& tx,
                                               feed::Changes& changes,
                                               const ImportBatch& batch) const {
  for (const Household* household : batch.created) {
    codec_.Tell(*household, household->village, changes);
  }
  RASOAT_RETURN_IF_ERROR(rows_.Insert(tx, batch.created));
  if (batch.updated.empty()) return absl::OkStatus();
  std::vector<HouseholdId> ids;
  for (const Household* household : batch.updated) ids.push_back(household->id);
  RASOAT_ASSIGN_OR_RETURN(const std::vector<Household> current,
                          rows_.ReadForUpdate(tx, ids));
  std::vector<Household> next;
  for (const Household* household : batch.updated) {
    const bool as_seen =
        std::any_of(current.begin(), current.end(), [&](const Household& now) {
          return now.id == household->id && now.revision == household->revision;
        });
    if (!as_seen) return Raced();
    next.push_back(*household);
    ++next.back().revision;
    codec_.Tell(next.back(), household->village, changes);
  }
  std::vector<const Household*> changed;
  for (const Household& household : next) changed.push_back(&household);
  return rows_.Replace(tx, changed);
}

absl::Status MySqlImportStore::WriteRows(mysql::Transaction& tx,
                                         const ImportBatch& batch) const {
  return tx
      .InsertRows(
          kInsertRows, batch.rows.size(), 5,
          [&](std::size_t at, mysql::Params& out) {
            const ImportRow& row = *batch.rows[at];
            const crypto::Sealed sealed = seals_.Findings(batch.next.id, row);
            out.AddAll(Stored(batch.next.id), PlaceOf(row.at), KindsOf(row),
                       sealed.key_id, mysql::Blob{sealed.bytes});
          },
          kReplaceRows)
      .status();
}

// Last, since it locks the import: steps may be written side by side up to
// here.
absl::Status MySqlImportStore::Advance(mysql::Transaction& tx,
                                       const ImportStep& step,
                                       const std::string& holder,
                                       absl::Duration lease) const {
  RASOAT_RETURN_IF_ERROR(CheckLease(tx, step.seen, holder));
  RASOAT_RETURN_IF_ERROR(Save(tx, step.next));
  return tx
      .Execute(kProlong, absl::ToInt64Microseconds(lease), Stored(step.seen.id))
      .status();
}

absl::Status MySqlImportStore::Commit(const Import& seen,
                                      const ImportBatch& batch,
                                      const std::string& holder,
                                      absl::Duration lease,
                                      absl::Time deadline) {
  const absl::Status committed = feed::InTransaction(
      feed_, deadline,
      [&](mysql::Transaction& tx, feed::Changes& changes) -> absl::Status {
        RASOAT_RETURN_IF_ERROR(WriteHouseholds(tx, changes, batch));
        RASOAT_RETURN_IF_ERROR(WriteRows(tx, batch));
        if (batch.turn == nullptr) {
          return Advance(tx, {.seen = seen, .next = batch.next}, holder, lease);
        }
        RASOAT_ASSIGN_OR_RETURN(const ImportStep step, batch.turn());
        return Advance(tx, step, holder, lease);
      });
  if (committed.code() == absl::StatusCode::kAlreadyExists) return Collided();
  return committed;
}

absl::StatusOr<std::vector<Household>> MySqlImportStore::AtNumbers(
    const AreaCode& village, absl::Span<const std::int64_t> numbers,
    absl::Time deadline) {
  return mysql::Read(
      feed_.pool(), deadline,
      [&](mysql::Reader& reader) -> absl::StatusOr<std::vector<Household>> {
        if (numbers.empty()) return std::vector<Household>();
        // Numbers of one batch lie close together: one range, one text.
        const auto [least, most] =
            std::minmax_element(numbers.begin(), numbers.end());
        const absl::flat_hash_set<std::int64_t> wanted(numbers.begin(),
                                                       numbers.end());
        std::vector<HouseholdId> ids;
        RASOAT_RETURN_IF_ERROR(reader.ForEach(
            kSelectNumbers,
            [&](const mysql::Row& row) -> absl::Status {
              if (wanted.contains(row.Int("number"))) {
                ids.push_back(IdOf<HouseholdId>(row.Id("id")));
              }
              return absl::OkStatus();
            },
            village.value, *least, *most));
        if (ids.empty()) return std::vector<Household>();
        return rows_.Read(reader, ids);
      });
}

}  // namespace rasoat::registry
