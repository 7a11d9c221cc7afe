#include "services/registry/store/mysql_duplicate_store.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/mysql/transaction.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/registry/domain/refusals.h"
#include "services/registry/store/mysql_id_lists.h"
#include "services/registry/store/row_seal.h"

namespace rasoat::registry {
namespace {

#define RASOAT_CASE_COLUMNS                                            \
  "first_household, second_household, first_village, second_village, " \
  "state, score, matches, facts, raise_time, decide_time, decider, "   \
  "key_id, sealed_reason, revision"

constexpr char kSelect[] = "SELECT " RASOAT_CASE_COLUMNS
                           "  FROM duplicate_case"
                           " WHERE first_household = ?"
                           "   AND second_household = ?";
constexpr char kForUpdate[] = " FOR UPDATE";

constexpr char kFirstPage[] =
    "SELECT " RASOAT_CASE_COLUMNS
    "  FROM duplicate_case"
    " WHERE state = ? AND score >= ?"
    " ORDER BY score DESC, first_household DESC, second_household DESC"
    " LIMIT ?";

constexpr char kNextPage[] =
    "SELECT " RASOAT_CASE_COLUMNS
    "  FROM duplicate_case"
    " WHERE state = ? AND score >= ? AND score <= ?"
    "   AND (score < ? OR first_household < ?"
    "     OR first_household = ? AND second_household < ?)"
    " ORDER BY score DESC, first_household DESC, second_household DESC"
    " LIMIT ?";

constexpr char kOpenThere[] =
    "SELECT first_household, second_household, first_village, second_village"
    "  FROM duplicate_case"
    " WHERE state = 1 AND first_village >= ? AND first_village <= ?"
    " ORDER BY first_household, second_household";

constexpr char kDelete[] =
    "DELETE FROM duplicate_case"
    " WHERE first_household = ? AND second_household = ? AND state = 1";

constexpr char kPut[] =
    "INSERT INTO duplicate_case (" RASOAT_CASE_COLUMNS ") VALUES";
constexpr std::size_t kColumns = 14;
constexpr char kOverwrite[] =
    "ON DUPLICATE KEY UPDATE first_village = VALUES(first_village),"
    " second_village = VALUES(second_village), state = VALUES(state),"
    " score = VALUES(score), matches = VALUES(matches), facts = VALUES(facts),"
    " raise_time = VALUES(raise_time), decide_time = VALUES(decide_time),"
    " decider = VALUES(decider), key_id = VALUES(key_id),"
    " sealed_reason = VALUES(sealed_reason), revision = VALUES(revision)";

#undef RASOAT_CASE_COLUMNS

constexpr char kFactsPurpose[] = "duplicate_facts";

/// `01,05,80,3:35,5:30,7:15` a match, a line each: ids hold letters and digits
/// alone.
std::string Pack(const std::vector<MemberMatch>& matches) {
  std::string packed;
  for (const MemberMatch& match : matches) {
    absl::StrAppend(&packed, match.first, ",", match.second, ",", match.score);
    for (const DuplicatePoints& points : match.reasons) {
      absl::StrAppend(&packed, ",", static_cast<int>(points.reason), ":",
                      points.points);
    }
    packed += '\n';
  }
  return packed;
}

absl::Status Unreadable() {
  return Error(absl::StatusCode::kInternal, "MATCHES_UNREADABLE",
               "a case's matches are not what was written");
}

absl::StatusOr<std::vector<MemberMatch>> Unpack(absl::string_view packed) {
  std::vector<MemberMatch> matches;
  for (absl::string_view line :
       absl::StrSplit(packed, '\n', absl::SkipEmpty())) {
    const std::vector<absl::string_view> parts = absl::StrSplit(line, ',');
    MemberMatch match;
    if (parts.size() < 3 || !absl::SimpleAtoi(parts[2], &match.score)) {
      return Unreadable();
    }
    match.first = std::string(parts[0]);
    match.second = std::string(parts[1]);
    for (std::size_t i = 3; i < parts.size(); ++i) {
      const std::pair<absl::string_view, absl::string_view> one =
          absl::StrSplit(parts[i], absl::MaxSplits(':', 1));
      int reason = 0;
      int points = 0;
      if (!absl::SimpleAtoi(one.first, &reason) || reason < 1 ||
          reason >= kDuplicateReasons ||
          !absl::SimpleAtoi(one.second, &points)) {
        return Unreadable();
      }
      match.reasons.push_back({static_cast<DuplicateReason>(reason), points});
    }
    matches.push_back(std::move(match));
  }
  return matches;
}

constexpr std::int64_t kNotSealed = 0;

std::string RowOf(const DuplicateId& id) {
  return RowSeal("duplicate_case", Stored(id.first), Stored(id.second));
}

/// As it will be read: the columns keep microseconds.
absl::Time Kept(absl::Time time) {
  return absl::FromUnixMicros(absl::ToUnixMicros(time));
}

const std::string& ForUpdate() {
  static const std::string& sql =
      *new std::string(absl::StrCat(kSelect, kForUpdate));
  return sql;
}

}  // namespace

absl::StatusOr<DuplicateCase> MySqlDuplicateStore::ReadCase(
    const mysql::Row& row) const {
  DuplicateCase one;
  one.id.first = IdOf<HouseholdId>(row.Id("first_household"));
  one.id.second = IdOf<HouseholdId>(row.Id("second_household"));
  one.first_village.value = row.Text("first_village");
  one.second_village.value = row.Text("second_village");
  one.state = static_cast<DuplicateState>(row.Int("state"));
  one.score = static_cast<int>(row.Int("score"));
  RASOAT_ASSIGN_OR_RETURN(one.matches, Unpack(row.Blob("matches")));
  one.facts = row.Blob("facts");
  one.raise_time = row.Time("raise_time");
  one.decide_time = row.MaybeTime("decide_time");
  one.decider = row.Text("decider");
  if (const auto reason = row.MaybeBlob("sealed_reason")) {
    const std::int64_t key = row.Int("key_id");
    one.reason = *reason;
    if (key != kNotSealed) {
      RASOAT_ASSIGN_OR_RETURN(
          one.reason,
          keys_.Open(static_cast<std::uint32_t>(key), *reason, RowOf(one.id)));
    }
  }
  one.revision = row.Int("revision");
  return one;
}

absl::StatusOr<std::optional<DuplicateCase>> MySqlDuplicateStore::Find(
    mysql::Reader& reader, absl::string_view sql, const DuplicateId& id) const {
  return reader.QueryOne(
      sql, [&](const mysql::Row& row) { return ReadCase(row); },
      Stored(id.first), Stored(id.second));
}

absl::Status MySqlDuplicateStore::Put(
    mysql::Transaction& tx, absl::Span<const DuplicateCase> cases) const {
  return tx
      .InsertRows(
          kPut, cases.size(), kColumns,
          [&](std::size_t row, mysql::Params& out) {
            const DuplicateCase& one = cases[row];
            std::int64_t key = kNotSealed;
            std::optional<mysql::Blob> reason;
            crypto::Sealed sealed;
            if (!one.reason.empty()) {
              sealed = keys_.Seal(one.reason, RowOf(one.id));
              key = sealed.key_id;
              reason = mysql::Blob{sealed.bytes};
            }
            out.AddAll(Stored(one.id.first), Stored(one.id.second),
                       one.first_village.value, one.second_village.value,
                       static_cast<int>(one.state), one.score,
                       mysql::Blob{Pack(one.matches)}, mysql::Blob{one.facts},
                       one.raise_time, one.decide_time, one.decider, key,
                       reason, one.revision);
          },
          kOverwrite)
      .status();
}

absl::StatusOr<std::vector<RaiseEffect>> MySqlDuplicateStore::Raise(
    absl::Span<const DuplicateFinding> findings, absl::Time now,
    absl::Time deadline) {
  std::vector<RaiseEffect> effects(findings.size());
  if (findings.empty()) return effects;
  // Locked in one order, whoever raises the same.
  std::map<DuplicateId, std::size_t> ordered;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    ordered.emplace(DuplicateId{findings[i].first, findings[i].second}, i);
  }
  return mysql::InTransaction(
      pool_, deadline,
      [&](mysql::Transaction& tx) -> absl::StatusOr<std::vector<RaiseEffect>> {
        std::vector<DuplicateCase> changed;
        for (const auto& [id, i] : ordered) {
          RASOAT_ASSIGN_OR_RETURN(const std::optional<DuplicateCase> known,
                                  Find(tx, ForUpdate(), id));
          RaisedCase raise =
              RaiseCase(known ? &*known : nullptr, findings[i],
                        index_.Of(kFactsPurpose, findings[i].facts), Kept(now));
          effects[i] = raise.effect;
          if (raise.changed) changed.push_back(std::move(raise.next));
        }
        RASOAT_RETURN_IF_ERROR(Put(tx, changed));
        return effects;
      });
}

absl::Status MySqlDuplicateStore::TakeBack(
    const VillageSet& villages, absl::Span<const DuplicateFinding> findings,
    absl::Time deadline) {
  std::set<DuplicateId> hold;
  for (const DuplicateFinding& finding : findings) {
    hold.insert({finding.first, finding.second});
  }
  return mysql::InTransaction(
      pool_, deadline, [&](mysql::Transaction& tx) -> absl::Status {
        std::vector<DuplicateId> gone;
        RASOAT_RETURN_IF_ERROR(tx.ForEach(
            kOpenThere,
            [&](const mysql::Row& row) -> absl::Status {
              const DuplicateId id{
                  IdOf<HouseholdId>(row.Id("first_household")),
                  IdOf<HouseholdId>(row.Id("second_household"))};
              if (villages.Contains({row.Text("first_village")}) &&
                  villages.Contains({row.Text("second_village")}) &&
                  !hold.contains(id)) {
                gone.push_back(id);
              }
              return absl::OkStatus();
            },
            villages.Lowest(), villages.Highest()));
        for (const DuplicateId& id : gone) {
          RASOAT_RETURN_IF_ERROR(
              tx.Execute(kDelete, Stored(id.first), Stored(id.second))
                  .status());
        }
        return absl::OkStatus();
      });
}

absl::StatusOr<DuplicateCase> MySqlDuplicateStore::Get(const DuplicateId& id,
                                                       absl::Time deadline) {
  RASOAT_ASSIGN_OR_RETURN(
      std::optional<DuplicateCase> found,
      mysql::Read(pool_, deadline, [&](mysql::Reader& reader) {
        return Find(reader, kSelect, id);
      }));
  if (!found) return DuplicateNotFound();
  return *std::move(found);
}

absl::StatusOr<std::vector<DuplicateCase>> MySqlDuplicateStore::List(
    const DuplicateFilter& filter, const std::optional<DuplicatePlace>& after,
    int limit, absl::Time deadline) {
  using Cases = std::vector<DuplicateCase>;
  const int state = static_cast<int>(filter.state);
  // Greater steps than needed, since some may lie elsewhere.
  const int step = limit + 200;
  const auto read = [&](const mysql::Row& row) { return ReadCase(row); };
  return mysql::Read(
      pool_, deadline, [&](mysql::Reader& reader) -> absl::StatusOr<Cases> {
        Cases cases;
        std::optional<DuplicatePlace> at = after;
        for (;;) {
          absl::StatusOr<Cases> page =
              at ? reader.Query(kNextPage, read, state, filter.minimum_score,
                                at->score, at->score, Stored(at->id.first),
                                Stored(at->id.first), Stored(at->id.second),
                                step)
                 : reader.Query(kFirstPage, read, state, filter.minimum_score,
                                step);
          RASOAT_RETURN_IF_ERROR(page.status());
          for (DuplicateCase& one : *page) {
            at = DuplicatePlace{one.score, one.id};
            if (!filter.villages.Contains(one.first_village) ||
                !filter.villages.Contains(one.second_village)) {
              continue;
            }
            cases.push_back(std::move(one));
            if (static_cast<int>(cases.size()) == limit) return cases;
          }
          if (static_cast<int>(page->size()) < step) return cases;
        }
      });
}

absl::StatusOr<DuplicateCase> MySqlDuplicateStore::Update(const DuplicateId& id,
                                                          Change change,
                                                          absl::Time deadline) {
  return mysql::InTransaction(
      pool_, deadline,
      [&](mysql::Transaction& tx) -> absl::StatusOr<DuplicateCase> {
        RASOAT_ASSIGN_OR_RETURN(const std::optional<DuplicateCase> known,
                                Find(tx, ForUpdate(), id));
        if (!known) return DuplicateNotFound();
        RASOAT_ASSIGN_OR_RETURN(DuplicateCase next, change(*known));
        if (next.decide_time) next.decide_time = Kept(*next.decide_time);
        if (next == *known) return next;
        RASOAT_RETURN_IF_ERROR(Put(tx, absl::MakeConstSpan(&next, 1)));
        return next;
      });
}

}  // namespace rasoat::registry
