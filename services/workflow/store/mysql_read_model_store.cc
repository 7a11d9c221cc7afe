#include "services/workflow/store/mysql_read_model_store.h"

#include <map>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_join.h"
#include "services/common/mysql/transaction.h"
#include "services/workflow/store/json_list.h"

namespace rasoat::workflow {
namespace {

constexpr char kPutAreas[] =
    "INSERT INTO area (code, valid_from, valid_to, parent, tier, display_name) "
    "VALUES";
constexpr char kReplaceArea[] =
    "ON DUPLICATE KEY UPDATE valid_to = VALUES(valid_to), "
    "parent = VALUES(parent), tier = VALUES(tier), "
    "display_name = VALUES(display_name)";

constexpr char kLockCounts[] = R"sql(
  SELECT id FROM count_lock WHERE id = 0 FOR UPDATE)sql";

constexpr char kSelectHouseholds[] = R"sql(
  SELECT h.id, h.village, h.active
    FROM JSON_TABLE(?, '$[*]' COLUMNS (id CHAR(32) PATH '$')) j
    JOIN household h ON h.id = UNHEX(j.id))sql";

constexpr char kSelectAssessments[] = R"sql(
  SELECT a.household, a.round, a.assessed
    FROM JSON_TABLE(?, '$[*]' COLUMNS (id CHAR(32) PATH '$')) j
    JOIN assessment a ON a.household = UNHEX(j.id))sql";

constexpr char kPutHouseholds[] =
    "INSERT INTO household (id, village, active) VALUES";
constexpr char kReplaceHousehold[] =
    "ON DUPLICATE KEY UPDATE village = VALUES(village), "
    "active = VALUES(active)";

constexpr char kPutAssessments[] =
    "INSERT INTO assessment (household, round, assessed) VALUES";
constexpr char kReplaceAssessment[] =
    "ON DUPLICATE KEY UPDATE assessed = VALUES(assessed)";

constexpr char kAddHouseholds[] =
    "INSERT INTO village_households (village, households) VALUES";
constexpr char kSumHouseholds[] =
    "ON DUPLICATE KEY UPDATE households = households + VALUES(households)";

constexpr char kAddAssessed[] =
    "INSERT INTO village_assessed (round, village, assessed) VALUES";
constexpr char kSumAssessed[] =
    "ON DUPLICATE KEY UPDATE assessed = assessed + VALUES(assessed)";

constexpr char kPutStandards[] =
    "INSERT INTO round_standards (round, standards, training) VALUES";
constexpr char kReplaceStandards[] =
    "ON DUPLICATE KEY UPDATE standards = VALUES(standards), "
    "training = VALUES(training)";

constexpr char kDeleteAreas[] = R"sql(DELETE FROM area)sql";
constexpr char kDeleteHouseholds[] = R"sql(DELETE FROM household)sql";
constexpr char kDeleteHouseholdCounts[] =
    R"sql(DELETE FROM village_households)sql";
constexpr char kDeleteAssessments[] = R"sql(DELETE FROM assessment)sql";
constexpr char kDeleteAssessedCounts[] =
    R"sql(DELETE FROM village_assessed)sql";
constexpr char kDeleteStandards[] = R"sql(DELETE FROM round_standards)sql";

constexpr char kSelectTree[] = R"sql(
  SELECT DISTINCT code, parent FROM area ORDER BY code, parent)sql";

using Places = absl::flat_hash_map<Ulid, HouseholdPlace>;
/// Which rounds a household has a mark in, and which.
using Marks = absl::flat_hash_map<Ulid, std::map<RoundId, bool>>;

/// Changes of the two counts, gathered and then written at once.
class Counts {
 public:
  void AddHousehold(const AreaCode& village, int by) {
    households_[village] += by;
  }
  void AddAssessed(const RoundId& round, const AreaCode& village, int by) {
    assessed_[{round, village}] += by;
  }

  absl::Status Write(mysql::Transaction& tx) const {
    const std::vector<std::pair<AreaCode, int>> households(households_.begin(),
                                                           households_.end());
    RASOAT_RETURN_IF_ERROR(tx.InsertRows(
                                 kAddHouseholds, households.size(), 2,
                                 [&](std::size_t i, mysql::Params& out) {
                                   out.AddAll(households[i].first.value,
                                              households[i].second);
                                 },
                                 kSumHouseholds)
                               .status());
    const std::vector<std::pair<std::pair<RoundId, AreaCode>, int>> assessed(
        assessed_.begin(), assessed_.end());
    return tx
        .InsertRows(
            kAddAssessed, assessed.size(), 3,
            [&](std::size_t i, mysql::Params& out) {
              out.AddAll(assessed[i].first.first.value,
                         assessed[i].first.second.value, assessed[i].second);
            },
            kSumAssessed)
        .status();
  }

 private:
  std::map<AreaCode, int> households_;
  std::map<std::pair<RoundId, AreaCode>, int> assessed_;
};

template <class Map>
std::string IdsOf(const Map& map) {
  JsonList list;
  for (const auto& [id, rest] : map) {
    list.Add(absl::BytesToHexString(id.ToBytes()));
  }
  return list.Text();
}

absl::Status LockCounts(mysql::Transaction& tx) {
  return tx.ForEach(kLockCounts,
                    [](const mysql::Row&) { return absl::OkStatus(); });
}

absl::StatusOr<Places> SelectPlaces(mysql::Transaction& tx,
                                    const std::string& ids) {
  Places places;
  RASOAT_RETURN_IF_ERROR(tx.ForEach(
      kSelectHouseholds,
      [&](const mysql::Row& row) {
        const Ulid id = row.Id(0);
        places[id] = {id, {row.Text(1)}, row.Bool(2)};
        return absl::OkStatus();
      },
      ids));
  return places;
}

absl::StatusOr<Marks> SelectMarks(mysql::Transaction& tx,
                                  const std::string& ids) {
  Marks marks;
  RASOAT_RETURN_IF_ERROR(tx.ForEach(
      kSelectAssessments,
      [&](const mysql::Row& row) {
        marks[row.Id(0)][{row.Text(1)}] = row.Bool(2);
        return absl::OkStatus();
      },
      ids));
  return marks;
}

/// Takes a household with its assessments out of the counts (-1) or in (+1).
void Count(const HouseholdPlace& place, const Marks& marks, int by,
           Counts& counts) {
  if (!place.active) return;
  counts.AddHousehold(place.village, by);
  auto found = marks.find(place.household);
  if (found == marks.end()) return;
  for (const auto& [round, assessed] : found->second) {
    if (assessed) counts.AddAssessed(round, place.village, by);
  }
}

}  // namespace

absl::Status MySqlReadModelStore::PutAreas(
    mysql::Transaction& tx, absl::Span<const AreaVersion> areas) {
  return tx
      .InsertRows(
          kPutAreas, areas.size(), 6,
          [&](std::size_t i, mysql::Params& out) {
            const Unit& unit = areas[i].unit;
            out.AddAll(unit.code.value, areas[i].from, areas[i].to,
                       unit.parent.value, WordOf(unit.tier), unit.display_name);
          },
          kReplaceArea)
      .status();
}

absl::Status MySqlReadModelStore::PutHouseholds(
    mysql::Transaction& tx, absl::Span<const HouseholdPlace> places) {
  Places next;
  for (const HouseholdPlace& place : places) next[place.household] = place;
  if (next.empty()) return absl::OkStatus();
  RASOAT_RETURN_IF_ERROR(LockCounts(tx));
  const std::string ids = IdsOf(next);
  RASOAT_ASSIGN_OR_RETURN(Places before, SelectPlaces(tx, ids));
  RASOAT_ASSIGN_OR_RETURN(Marks marks, SelectMarks(tx, ids));
  Counts counts;
  std::vector<const HouseholdPlace*> changed;
  for (const auto& [id, place] : next) {
    auto old = before.find(id);
    if (old != before.end()) {
      if (old->second.village == place.village &&
          old->second.active == place.active) {
        continue;
      }
      Count(old->second, marks, -1, counts);
    }
    Count(place, marks, +1, counts);
    changed.push_back(&place);
  }
  RASOAT_RETURN_IF_ERROR(tx.InsertRows(
                               kPutHouseholds, changed.size(), 3,
                               [&](std::size_t i, mysql::Params& out) {
                                 out.AddAll(changed[i]->household,
                                            changed[i]->village.value,
                                            changed[i]->active);
                               },
                               kReplaceHousehold)
                             .status());
  return counts.Write(tx);
}

absl::Status MySqlReadModelStore::PutAssessments(
    mysql::Transaction& tx, absl::Span<const AssessmentMark> marks) {
  Marks next;
  for (const AssessmentMark& mark : marks) {
    next[mark.household][mark.round] = mark.assessed;
  }
  if (next.empty()) return absl::OkStatus();
  RASOAT_RETURN_IF_ERROR(LockCounts(tx));
  const std::string ids = IdsOf(next);
  RASOAT_ASSIGN_OR_RETURN(Places places, SelectPlaces(tx, ids));
  RASOAT_ASSIGN_OR_RETURN(Marks before, SelectMarks(tx, ids));
  Counts counts;
  std::vector<AssessmentMark> changed;
  for (const auto& [household, rounds] : next) {
    const std::map<RoundId, bool>& old = before[household];
    auto place = places.find(household);
    for (const auto& [round, assessed] : rounds) {
      auto was = old.find(round);
      if (was != old.end() && was->second == assessed) continue;
      changed.push_back({household, round, assessed});
      const int by = assessed - (was != old.end() && was->second);
      if (by != 0 && place != places.end() && place->second.active) {
        counts.AddAssessed(round, place->second.village, by);
      }
    }
  }
  RASOAT_RETURN_IF_ERROR(tx.InsertRows(
                               kPutAssessments, changed.size(), 3,
                               [&](std::size_t i, mysql::Params& out) {
                                 out.AddAll(changed[i].household,
                                            changed[i].round.value,
                                            changed[i].assessed);
                               },
                               kReplaceAssessment)
                             .status());
  return counts.Write(tx);
}

absl::Status MySqlReadModelStore::PutRoundStandards(
    mysql::Transaction& tx, absl::Span<const RoundStandards> standards) {
  return tx
      .InsertRows(
          kPutStandards, standards.size(), 3,
          [&](std::size_t i, mysql::Params& out) {
            out.AddAll(standards[i].round.value,
                       absl::StrJoin(standards[i].standards, ","),
                       standards[i].training);
          },
          kReplaceStandards)
      .status();
}

absl::Status MySqlReadModelStore::ForgetRegistry(mysql::Transaction& tx) {
  RASOAT_RETURN_IF_ERROR(LockCounts(tx));
  RASOAT_RETURN_IF_ERROR(tx.Execute(kDeleteAreas).status());
  RASOAT_RETURN_IF_ERROR(tx.Execute(kDeleteHouseholds).status());
  RASOAT_RETURN_IF_ERROR(tx.Execute(kDeleteHouseholdCounts).status());
  return tx.Execute(kDeleteAssessedCounts).status();
}

absl::Status MySqlReadModelStore::ForgetScoring(mysql::Transaction& tx) {
  RASOAT_RETURN_IF_ERROR(LockCounts(tx));
  RASOAT_RETURN_IF_ERROR(tx.Execute(kDeleteAssessments).status());
  RASOAT_RETURN_IF_ERROR(tx.Execute(kDeleteAssessedCounts).status());
  return tx.Execute(kDeleteStandards).status();
}

absl::StatusOr<std::vector<AreaLine>> MySqlReadModelStore::Tree(
    absl::Time deadline) {
  return mysql::Read(pool_, deadline, [](mysql::Reader& reader) {
    return reader.Query(kSelectTree, [](const mysql::Row& row) {
      return AreaLine{{row.Text("code")}, {row.Text("parent")}};
    });
  });
}

}  // namespace rasoat::workflow
