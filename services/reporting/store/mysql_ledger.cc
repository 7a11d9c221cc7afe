#include "services/reporting/store/mysql_ledger.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace rasoat::reporting {
namespace {

constexpr char kLock[] =
    "SELECT rounds FROM ledger_lock WHERE id = 0 FOR UPDATE";
constexpr char kNoteRounds[] =
    "UPDATE ledger_lock SET rounds = rounds + 1 WHERE id = 0";
constexpr char kUnits[] = "SELECT round, area, parent FROM round_unit";
constexpr char kRoundExists[] = "SELECT 1 FROM round WHERE round = ?";
constexpr char kPutRound[] =
    "INSERT INTO round (round, state) VALUES (?, ?)"
    " ON DUPLICATE KEY UPDATE state = VALUES(state)";
constexpr char kInsertUnits[] =
    "INSERT INTO round_unit (round, area, parent, tier, display_name) VALUES";
constexpr char kOwnFigures[] = R"sql(
  SELECT round, area, measure, day, source, amount FROM own_figure
   WHERE round IN (?, '') ORDER BY round, area, measure, day)sql";
constexpr char kAddOwn[] =
    "INSERT INTO own_figure (round, area, measure, day, source, amount) VALUES";
constexpr char kAddRolledUp[] =
    "INSERT INTO figure (round, area, measure, day, source, amount) VALUES";
constexpr char kAddAmounts[] =
    "ON DUPLICATE KEY UPDATE amount = amount + VALUES(amount)";
constexpr char kContributions[] =
    "SELECT subject, parts FROM contribution WHERE subject IN (";
constexpr char kPutContributions[] =
    "INSERT INTO contribution (subject, source, parts) VALUES";
constexpr char kNewParts[] = "ON DUPLICATE KEY UPDATE parts = VALUES(parts)";

constexpr std::size_t kSubjectsARead = 500;

/// The state of each subject, in the order of the subjects.
using Latest = std::map<std::string, const std::vector<Contribution>*>;

absl::StatusOr<std::map<std::string, std::string>> ReadParts(
    mysql::Transaction& tx, const Latest& latest) {
  std::map<std::string, std::string> parts;
  for (auto at = latest.begin(); at != latest.end();) {
    std::string sql = kContributions;
    for (std::size_t n = 0; n < kSubjectsARead && at != latest.end();
         ++n, ++at) {
      if (n > 0) sql += ", ";
      mysql::AppendLiteral(at->first, sql);
    }
    sql += ")";
    RASOAT_RETURN_IF_ERROR(tx.ForEach(sql, [&](const mysql::Row& row) {
      parts[row.Text("subject")] = row.Blob("parts");
      return absl::OkStatus();
    }));
  }
  return parts;
}

}  // namespace

absl::Status MySqlLedger::Open(mysql::Transaction& tx) {
  RASOAT_ASSIGN_OR_RETURN(std::optional<std::int64_t> rounds,
                          tx.QueryOne(kLock, [](const mysql::Row& row) {
                            return row.Int("rounds");
                          }));
  if (!rounds) {
    return Error(absl::StatusCode::kInternal, "LEDGER_LOCK_MISSING",
                 "the schema lacks the ledger's only lock row");
  }
  if (*rounds == known_) return absl::OkStatus();
  RASOAT_RETURN_IF_ERROR(ReadRounds(tx));
  known_ = *rounds;
  return absl::OkStatus();
}

absl::Status MySqlLedger::ReadRounds(mysql::Transaction& tx) {
  rounds_.clear();
  return tx.ForEach(kUnits, [&](const mysql::Row& row) {
    rounds_[row.Text("round")].Add(row.Text("area"), row.Text("parent"));
    return absl::OkStatus();
  });
}

absl::Status MySqlLedger::RoundsChanged(mysql::Transaction& tx) {
  known_ = -1;
  return tx.Execute(kNoteRounds).status();
}

void MySqlLedger::RollUp(const std::string& round, const Cell& cell,
                         std::int64_t amount, Sums& sums) const {
  std::vector<std::string> up = rounds_.at(round).UpFrom(cell.area);
  if (measure::IsOwn(cell.measure) && up.size() > 1) up.resize(1);
  for (std::string& area : up) {
    sums[Cell{round, std::move(area), cell.measure, cell.day}] += amount;
  }
}

absl::Status MySqlLedger::Add(mysql::Transaction& tx, absl::string_view head,
                              const Sums& sums, absl::string_view source) {
  std::vector<const Sums::value_type*> rows;
  for (const auto& sum : sums) {
    if (sum.second != 0) rows.push_back(&sum);
  }
  return tx
      .InsertRows(
          head, rows.size(), 6,
          [&](std::size_t i, mysql::Params& row) {
            const auto& [cell, amount] = *rows[i];
            row.AddAll(cell.round, cell.area, cell.measure, cell.day, source,
                       amount);
          },
          kAddAmounts)
      .status();
}

absl::Status MySqlLedger::Post(mysql::Transaction& tx,
                               const std::vector<Entry>& entries) {
  Latest latest;
  for (const Entry& e : entries) latest[e.subject] = &e.contributions;
  RASOAT_ASSIGN_OR_RETURN(const auto parts, ReadParts(tx, latest));

  Sums own, rolled_up;
  std::vector<std::pair<std::string, std::string>> changed;
  for (const auto& [subject, now] : latest) {
    const auto before = parts.find(subject);
    const std::string packed = Pack(*now);
    if (before != parts.end() && before->second == packed) continue;
    const std::vector<Contribution> difference =
        Difference(before == parts.end() ? std::vector<Contribution>{}
                                         : Unpack(before->second),
                   *now);
    for (const auto& [cell, amount] : difference) {
      own[cell] += amount;
      if (!cell.round.empty()) {
        if (rounds_.contains(cell.round)) {
          RollUp(cell.round, cell, amount, rolled_up);
        }
        continue;
      }
      for (const auto& [round, tree] : rounds_) {
        RollUp(round, cell, amount, rolled_up);
      }
    }
    changed.emplace_back(subject, packed);
  }
  RASOAT_RETURN_IF_ERROR(Add(tx, kAddOwn, own, source_));
  RASOAT_RETURN_IF_ERROR(Add(tx, kAddRolledUp, rolled_up, source_));
  return tx
      .InsertRows(
          kPutContributions, changed.size(), 3,
          [&](std::size_t i, mysql::Params& row) {
            row.AddAll(changed[i].first, source_,
                       mysql::Blob{changed[i].second});
          },
          kNewParts)
      .status();
}

absl::Status MySqlLedger::PutRound(mysql::Transaction& tx,
                                   const std::string& round,
                                   const std::string& state,
                                   const std::vector<RoundUnit>& units) {
  RASOAT_ASSIGN_OR_RETURN(
      const std::optional<std::int64_t> exists,
      tx.QueryOne(
          kRoundExists, [](const mysql::Row& row) { return row.Int(0); },
          round));
  RASOAT_RETURN_IF_ERROR(
      tx.Execute(kPutRound, round, mysql::Blob{state}).status());
  if (exists) return absl::OkStatus();

  known_ = -1;  // whatever becomes of this transaction, read them again
  RoundTree& tree = rounds_[round];
  for (const RoundUnit& unit : units) tree.Add(unit.code, unit.parent);
  RASOAT_RETURN_IF_ERROR(tx.InsertRows(kInsertUnits, units.size(), 5,
                                       [&](std::size_t i, mysql::Params& row) {
                                         const RoundUnit& u = units[i];
                                         row.AddAll(round, u.code, u.parent,
                                                    u.tier, u.display_name);
                                       })
                             .status());
  std::map<std::string, Sums> by_source;
  RASOAT_RETURN_IF_ERROR(tx.ForEach(
      kOwnFigures,
      [&](const mysql::Row& row) {
        const Cell cell{round, row.Text("area"), row.Text("measure"),
                        row.Day("day")};
        RollUp(round, cell, row.Int("amount"), by_source[row.Text("source")]);
        return absl::OkStatus();
      },
      round));
  for (const auto& [source, sums] : by_source) {
    RASOAT_RETURN_IF_ERROR(Add(tx, kAddRolledUp, sums, source));
  }
  return RoundsChanged(tx);
}

absl::Status MySqlLedger::Clear(mysql::Transaction& tx) {
  for (const char* sql : {"DELETE FROM contribution WHERE source = ?",
                          "DELETE FROM own_figure WHERE source = ?",
                          "DELETE FROM figure WHERE source = ?"}) {
    RASOAT_RETURN_IF_ERROR(tx.Execute(sql, source_).status());
  }
  return absl::OkStatus();
}

absl::Status MySqlLedger::ClearRounds(mysql::Transaction& tx) {
  for (const char* sql :
       {"DELETE FROM figure", "DELETE FROM round_unit", "DELETE FROM round"}) {
    RASOAT_RETURN_IF_ERROR(tx.Execute(sql).status());
  }
  return RoundsChanged(tx);
}

}  // namespace rasoat::reporting
