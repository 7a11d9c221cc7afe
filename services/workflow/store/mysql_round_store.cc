#include "services/workflow/store/mysql_round_store.h"

#include <string>
#include <utility>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/common/mysql/transaction.h"
#include "services/common/status/error.h"
#include "services/workflow/domain/village.h"
#include "services/workflow/store/mysql_again_if_taken.h"
#include "services/workflow/store/mysql_feed_states.h"
#include "services/workflow/wire/procedure_proto.h"

namespace rasoat::workflow {
namespace {

constexpr char kSelectStandards[] = R"sql(
  SELECT standards, training FROM round_standards WHERE round = ?)sql";

constexpr char kSelectUnits[] = R"sql(
  SELECT code, parent, tier, display_name
    FROM area
   WHERE valid_from <= ? AND (valid_to IS NULL OR valid_to > ?)
   ORDER BY code)sql";

constexpr char kInsertProcedure[] = R"sql(
  INSERT INTO procedure_version (content_hash, id, content) VALUES (?, ?, ?)
  ON DUPLICATE KEY UPDATE id = id)sql";

constexpr char kInsertRound[] = R"sql(
  INSERT INTO review_round (id, title_vi, title_en, area, procedure_id,
    procedure_hash, start_date, end_date, training, standards, village_count,
    opened_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql";

constexpr char kInsertUnits[] =
    "INSERT INTO round_unit (round, unit, tier, display_name) VALUES";
constexpr char kInsertReach[] =
    "INSERT INTO round_reach (round, above, unit) VALUES";
constexpr char kInsertVillages[] =
    "INSERT INTO village (round, village, revision) VALUES";
constexpr char kInsertSteps[] =
    "INSERT INTO village_step (round, village, step, start_date) VALUES";

constexpr char kSelectNewest[] = R"sql(
  SELECT id, title_vi, title_en, area, procedure_id, procedure_hash, start_date,
         end_date, training, standards, village_count, opened_at
    FROM review_round
   ORDER BY opened_at DESC, id DESC
   LIMIT ?)sql";

constexpr char kSelectOlder[] = R"sql(
  SELECT id, title_vi, title_en, area, procedure_id, procedure_hash, start_date,
         end_date, training, standards, village_count, opened_at
    FROM review_round
   WHERE opened_at < ? OR (opened_at = ? AND id < ?)
   ORDER BY opened_at DESC, id DESC
   LIMIT ?)sql";

struct Scoring {
  std::vector<std::string> standards;
  bool training = false;
};

Scoring ReadScoring(const mysql::Row& row) {
  return {absl::StrSplit(row.Text("standards"), ',', absl::SkipEmpty()),
          row.Bool("training")};
}

absl::StatusOr<Unit> ReadUnit(const mysql::Row& row) {
  RASOAT_ASSIGN_OR_RETURN(Tier tier, TierOf(row.Text("tier")));
  return Unit{.code = {row.Text("code")},
              .parent = {row.Text("parent")},
              .tier = tier,
              .display_name = row.Text("display_name")};
}

absl::Status Exists() {
  return Refused(absl::StatusCode::kAlreadyExists,
                 {"round_id", "ROUND_EXISTS",
                  "Đã có đợt rà soát khác mang mã này; hãy chọn mã khác.",
                  "Another round has that id; choose another one."});
}

/// The villages below the area and the units between, on the first day.
absl::StatusOr<std::vector<UnitInRound>> UnitsOf(mysql::Reader& reader,
                                                 const RoundPlan& plan) {
  RASOAT_ASSIGN_OR_RETURN(
      std::vector<Unit> all,
      reader.Query(kSelectUnits, ReadUnit, plan.start, plan.start));
  bool known = false;
  for (const Unit& unit : all) known = known || unit.code == plan.area;
  if (!known) {
    return Refused(absl::StatusCode::kNotFound,
                   {"round.area", "AREA_NOT_FOUND",
                    "Không có đơn vị này vào ngày bắt đầu đợt; hãy kiểm tra mã "
                    "đơn vị và ngày.",
                    "There is no such unit on the round's first day; check the "
                    "code and the day."});
  }
  std::vector<UnitInRound> units = UnitsOfRound(plan.area, all);
  if (units.empty()) {
    return Refused(
        absl::StatusCode::kFailedPrecondition,
        {"round.area", "ROUND_WITHOUT_VILLAGES",
         "Đơn vị này chưa có thôn nào vào ngày bắt đầu đợt; hãy nhập "
         "danh sách thôn trước.",
         "The unit has no village on the round's first day; import "
         "its villages first."});
  }
  return units;
}

absl::Status InsertUnits(mysql::Transaction& tx, const RoundId& round,
                         const std::vector<UnitInRound>& units) {
  RASOAT_RETURN_IF_ERROR(
      tx.InsertRows(kInsertUnits, units.size(), 4,
                    [&](std::size_t i, mysql::Params& out) {
                      const Unit& unit = units[i].unit;
                      out.AddAll(round.value, unit.code.value,
                                 WordOf(unit.tier), unit.display_name);
                    })
          .status());
  std::vector<std::pair<const AreaCode*, const AreaCode*>> reach;
  for (const UnitInRound& unit : units) {
    reach.emplace_back(&unit.unit.code, &unit.unit.code);
    for (std::size_t i = 0; i < unit.above_in_round; ++i) {
      reach.emplace_back(&unit.above[i], &unit.unit.code);
    }
  }
  return tx
      .InsertRows(kInsertReach, reach.size(), 3,
                  [&](std::size_t i, mysql::Params& out) {
                    out.AddAll(round.value, reach[i].first->value,
                               reach[i].second->value);
                  })
      .status();
}

/// Puts every village at the start and tells of it.
absl::Status InsertVillages(mysql::Transaction& tx, feed::Changes& out,
                            const OpenRound& round,
                            const std::vector<AreaCode>& villages) {
  const RoundPlan& plan = round.plan();
  RASOAT_RETURN_IF_ERROR(tx.InsertRows(kInsertVillages, villages.size(), 3,
                                       [&](std::size_t i, mysql::Params& row) {
                                         row.AddAll(plan.id.value,
                                                    villages[i].value, 1);
                                       })
                             .status());
  const Standing start = AtTheStart(round.rules(), plan.start);
  if (start.steps.front().start) {
    RASOAT_RETURN_IF_ERROR(
        tx.InsertRows(kInsertSteps, villages.size(), 4,
                      [&](std::size_t i, mysql::Params& row) {
                        row.AddAll(plan.id.value, villages[i].value, 1,
                                   *start.steps.front().start);
                      })
            .status());
  }
  for (const AreaCode& village : villages) {
    TellVillage({plan.id, village}, start, out);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<RoundStore::Found> MySqlRoundStore::Open(
    const RoundPlan& plan, std::shared_ptr<const ProcedureVersion> procedure,
    absl::Time now, absl::Time deadline) {
  const auto open = [&](mysql::Transaction& tx,
                        feed::Changes& out) -> absl::StatusOr<bool> {
    absl::StatusOr<Found> there = rounds_.Find(tx, plan.id);
    if (there.ok()) {
      if ((*there)->plan() == plan) return false;
      return Exists();
    }
    if (!absl::IsNotFound(there.status())) return there.status();
    RASOAT_ASSIGN_OR_RETURN(
        std::optional<Scoring> scoring,
        tx.QueryOne(kSelectStandards, ReadScoring, plan.id.value));
    if (!scoring) {
      return Refused(absl::StatusCode::kFailedPrecondition,
                     {"round_id", "ROUND_WITHOUT_STANDARDS",
                      "Đợt này chưa được gán bộ tiêu chuẩn; hãy gán tiêu chuẩn "
                      "trước khi mở đợt.",
                      "No standards are assigned to this round; assign them "
                      "before opening it."});
    }
    RASOAT_ASSIGN_OR_RETURN(std::vector<UnitInRound> units, UnitsOf(tx, plan));
    std::vector<AreaCode> villages;
    for (const UnitInRound& unit : units) {
      if (unit.unit.tier == Tier::kVillage) villages.push_back(unit.unit.code);
    }
    if (villages.size() > kMostVillages) {
      return Refused(
          absl::StatusCode::kFailedPrecondition,
          {"round.area", "ROUND_TOO_LARGE",
           "Một đợt có tối đa 20.000 thôn; hãy mở mỗi tỉnh một đợt.",
           "A round has at most 20,000 villages; open one a province."});
    }
    const OpenRound round{
        .round = {.plan = plan,
                  .procedure_hash = procedure->rules.content_hash,
                  .training = scoring->training,
                  .standards = scoring->standards,
                  .village_count = static_cast<int>(villages.size()),
                  .opened_at = now},
        .procedure = procedure};
    RASOAT_RETURN_IF_ERROR(
        tx.Execute(kInsertProcedure, round.round.procedure_hash,
                   procedure->rules.id.value, mysql::Blob{procedure->content})
            .status());
    RASOAT_RETURN_IF_ERROR(
        tx.Execute(kInsertRound, plan.id.value, plan.title.vi, plan.title.en,
                   plan.area.value, plan.procedure.value,
                   round.round.procedure_hash, plan.start, plan.end,
                   scoring->training, absl::StrJoin(scoring->standards, ","),
                   round.round.village_count, now)
            .status());
    RASOAT_RETURN_IF_ERROR(InsertUnits(tx, plan.id, units));
    TellRound(round, units, out);
    RASOAT_RETURN_IF_ERROR(InsertVillages(tx, out, round, villages));
    return true;
  };
  RASOAT_RETURN_IF_ERROR(AgainIfTaken([&] {
                           return feed::InTransaction(feed_, deadline, open);
                         }).status());
  return Get(plan.id, deadline);
}

absl::StatusOr<RoundStore::Found> MySqlRoundStore::Get(const RoundId& id,
                                                       absl::Time deadline) {
  return mysql::Read(feed_.pool(), deadline, [&](mysql::Reader& reader) {
    return rounds_.Find(reader, id);
  });
}

absl::StatusOr<std::vector<RoundStore::Found>> MySqlRoundStore::List(
    const std::optional<Place>& after, int most, absl::Time deadline) {
  return mysql::Read(
      feed_.pool(), deadline,
      [&](mysql::Reader& reader) -> absl::StatusOr<std::vector<Found>> {
        absl::StatusOr<std::vector<Round>> rounds =
            after ? reader.Query(kSelectOlder, MySqlRounds::Read, after->first,
                                 after->first, after->second.value, most)
                  : reader.Query(kSelectNewest, MySqlRounds::Read, most);
        RASOAT_RETURN_IF_ERROR(rounds.status());
        std::vector<Found> all;
        for (Round& round : *rounds) {
          RASOAT_ASSIGN_OR_RETURN(Found found,
                                  rounds_.Complete(reader, std::move(round)));
          all.push_back(std::move(found));
        }
        return all;
      });
}

}  // namespace rasoat::workflow
