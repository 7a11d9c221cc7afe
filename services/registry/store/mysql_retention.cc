#include "services/registry/store/mysql_retention.h"

#include <utility>

#include "services/common/status/status_macros.h"
#include "services/registry/store/mysql_id_lists.h"
#include "services/registry/store/mysql_receipt_rows.h"

namespace rasoat::registry {
namespace {

constexpr absl::Duration kStep = absl::Seconds(30);

// A state was replaced when the next one was written.
constexpr char kDueFormer[] = R"sql(
  SELECT p.household_id AS id, p.revision AS revision
    FROM household_past p
    LEFT JOIN household_past n
      ON n.household_id = p.household_id AND n.revision = p.revision + 1
    LEFT JOIN household h
      ON h.id = p.household_id AND h.revision = p.revision + 1
    LEFT JOIN erasure e
      ON e.household_id = p.household_id AND e.revision = p.revision
    LEFT JOIN legal_hold l ON l.household_id = p.household_id
   WHERE COALESCE(n.update_time, h.update_time) < ?
     AND e.household_id IS NULL AND l.household_id IS NULL
     AND p.household_id >= ? AND (p.household_id > ? OR p.revision > ?)
   ORDER BY p.household_id, p.revision
   LIMIT ?)sql";

constexpr char kDueLeft[] = R"sql(
  SELECT h.id AS id, h.revision AS revision
    FROM household h
    LEFT JOIN erasure e ON e.household_id = h.id AND e.revision = h.revision
    LEFT JOIN legal_hold l ON l.household_id = h.id
   WHERE h.status <> ? AND h.event_date < ?
     AND e.household_id IS NULL AND l.household_id IS NULL
     AND h.id > ?
   ORDER BY h.id
   LIMIT ?)sql";

constexpr char kSelectHold[] =
    "SELECT household_id FROM legal_hold WHERE household_id = ? FOR UPDATE";

constexpr char kInsertErasures[] =
    "INSERT INTO erasure (household_id, revision, rule, erase_time) VALUES";
constexpr char kOnce[] = "ON DUPLICATE KEY UPDATE revision = revision";

}  // namespace

absl::StatusOr<std::int64_t> MySqlRetention::Run(const RetentionRule& rule,
                                                 bool apply) {
  if (!rule.after_days) return 0;
  switch (rule.record) {
    case RetainedRecord::kSurveyDraft:
      return leftovers_.RemoveDrafts(Before(rule), apply);
    case RetainedRecord::kImportNotRun:
      return leftovers_.RemoveImports(Before(rule), false, apply);
    case RetainedRecord::kImportOver:
      return leftovers_.RemoveImports(Before(rule), true, apply);
    case RetainedRecord::kFormerState:
    case RetainedRecord::kLeftHousehold:
      break;
  }
  return RunStates(rule, apply);
}

absl::Time MySqlRetention::Before(const RetentionRule& rule) const {
  return clock_.Now() - absl::Hours(24) * *rule.after_days;
}

absl::StatusOr<std::int64_t> MySqlRetention::RunStates(
    const RetentionRule& rule, bool apply) {
  std::int64_t count = 0;
  State last{.revision = -1};
  for (;;) {
    RASOAT_ASSIGN_OR_RETURN(const std::vector<State> due, Due(rule, last));
    if (due.empty()) return count;
    if (apply) RASOAT_RETURN_IF_ERROR(Erase(rule, due));
    count += static_cast<std::int64_t>(due.size());
    last = due.back();
  }
}

absl::StatusOr<std::vector<MySqlRetention::State>> MySqlRetention::Due(
    const RetentionRule& rule, const State& after) {
  const absl::Time before = Before(rule);
  const Ulid id = Stored(after.id);
  const auto read = [](const mysql::Row& row) {
    return State{IdOf<HouseholdId>(row.Id("id")), row.Int("revision")};
  };
  return mysql::Read(pool_, clock_.Now() + kStep, [&](mysql::Reader& reader) {
    if (rule.record == RetainedRecord::kFormerState) {
      return reader.Query(kDueFormer, read, before, id, id, after.revision,
                          kBatch);
    }
    return reader.Query(kDueLeft, read,
                        static_cast<int>(HouseholdStatus::kActive),
                        DayInVietnam(before), id, kBatch);
  });
}

absl::Status MySqlRetention::Erase(const RetentionRule& rule,
                                   const std::vector<State>& states) {
  return mysql::InTransaction(
      pool_, clock_.Now() + kStep, [&](mysql::Transaction& tx) -> absl::Status {
        std::vector<State> erased;
        for (const State& state : states) {
          RASOAT_ASSIGN_OR_RETURN(
              const auto held,
              tx.QueryOne(
                  kSelectHold, [](const mysql::Row&) { return true; },
                  Stored(state.id)));
          if (held) continue;
          std::vector<Household> found;
          if (rule.record == RetainedRecord::kFormerState) {
            RASOAT_ASSIGN_OR_RETURN(
                found, rows_.ReadPast(tx, state.id, state.revision + 1, 1));
          } else {
            RASOAT_ASSIGN_OR_RETURN(
                found,
                rows_.ReadForUpdate(tx, absl::MakeConstSpan(&state.id, 1)));
          }
          // A household that came back has another state by now.
          if (found.empty() || found[0].revision != state.revision) continue;
          RASOAT_RETURN_IF_ERROR(
              rows_.RewriteContent(tx, WithoutPersons(std::move(found[0]))));
          RASOAT_RETURN_IF_ERROR(ForgetPrints(tx, state.id, state.revision));
          erased.push_back(state);
        }
        if (!erased.empty()) RASOAT_RETURN_IF_ERROR(ForgetNamelessPrints(tx));
        return tx
            .InsertRows(
                kInsertErasures, erased.size(), 4,
                [&](std::size_t row, mysql::Params& out) {
                  out.AddAll(Stored(erased[row].id), erased[row].revision,
                             rule.id, clock_.Now());
                },
                kOnce)
            .status();
      });
}

}  // namespace rasoat::registry
