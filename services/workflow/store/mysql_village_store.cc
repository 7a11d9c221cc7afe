#include "services/workflow/store/mysql_village_store.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/mysql/transaction.h"
#include "services/common/status/error.h"
#include "services/workflow/store/mysql_feed_states.h"
#include "services/workflow/store/mysql_round_reach.h"

namespace rasoat::workflow {
namespace {

// Household counts join here so that one look sees both as of one moment.
constexpr char kSelectVillage[] = R"sql(
  SELECT v.village, u.display_name, v.revision, v.meeting_date,
         v.meeting_attended, v.meeting_agreed, h.households, a.assessed
    FROM village v
    JOIN round_unit u ON u.round = v.round AND u.unit = v.village
    LEFT JOIN village_households h ON h.village = v.village
    LEFT JOIN village_assessed a ON a.round = v.round AND a.village = v.village
   WHERE v.round = ? AND v.village = ?)sql";

constexpr char kLockVillage[] = R"sql(
  SELECT revision FROM village WHERE round = ? AND village = ? FOR UPDATE)sql";

constexpr char kSelectSteps[] = R"sql(
  SELECT village, step, start_date, complete_date
    FROM village_step
   WHERE round = ? AND village >= ? AND village <= ?
   ORDER BY village, step)sql";

constexpr char kSelectVillages[] = R"sql(
  SELECT v.village, u.display_name, v.revision, v.meeting_date,
         v.meeting_attended, v.meeting_agreed, h.households, a.assessed
    FROM round_reach r
    JOIN village v ON v.round = r.round AND v.village = r.unit
    JOIN round_unit u ON u.round = v.round AND u.unit = v.village
    LEFT JOIN village_households h ON h.village = v.village
    LEFT JOIN village_assessed a ON a.round = v.round AND a.village = v.village
   WHERE r.round = ? AND r.above = ? AND r.unit > ?
   ORDER BY r.unit
   LIMIT ?)sql";

constexpr char kUpdateVillage[] = R"sql(
  UPDATE village
     SET revision = ?, meeting_date = ?, meeting_attended = ?,
         meeting_agreed = ?
   WHERE round = ? AND village = ?)sql";

constexpr char kPutSteps[] =
    "INSERT INTO village_step "
    "(round, village, step, start_date, complete_date) VALUES";
constexpr char kReplaceStep[] =
    "ON DUPLICATE KEY UPDATE start_date = VALUES(start_date), "
    "complete_date = VALUES(complete_date)";

Village ReadVillage(const RoundId& round, const mysql::Row& row) {
  Village village{
      .name = {round, {row.Text("village")}},
      .display_name = row.Text("display_name"),
      .households = static_cast<int>(row.MaybeInt("households").value_or(0)),
      .assessed = static_cast<int>(row.MaybeInt("assessed").value_or(0)),
      .revision = row.Int("revision")};
  if (!row.IsNull("meeting_date")) {
    village.standing.meeting =
        Meeting{.date = row.Day("meeting_date"),
                .attended = static_cast<int>(row.Int("meeting_attended")),
                .agreed = static_cast<int>(row.Int("meeting_agreed"))};
  }
  return village;
}

/// Adds the steps of villages that are sorted by code.
absl::Status FillSteps(mysql::Reader& reader, const OpenRound& round,
                       std::vector<Village>& villages) {
  if (villages.empty()) return absl::OkStatus();
  for (Village& village : villages) {
    village.standing.steps.resize(round.rules().steps.size());
  }
  auto at = villages.begin();
  return reader.ForEach(
      kSelectSteps,
      [&](const mysql::Row& row) -> absl::Status {
        const AreaCode code{row.Text("village")};
        while (at != villages.end() && at->name.village < code) ++at;
        if (at == villages.end() || at->name.village != code) {
          return absl::OkStatus();  // between two of the list, not in it
        }
        const auto step = static_cast<std::size_t>(row.Int("step"));
        if (step >= 1 && step <= at->standing.steps.size()) {
          at->standing.steps[step - 1] = {row.Day("start_date"),
                                          row.MaybeDay("complete_date")};
        }
        return absl::OkStatus();
      },
      round.plan().id.value, villages.front().name.village.value,
      villages.back().name.village.value);
}

absl::StatusOr<Village> ReadOne(mysql::Reader& reader, const OpenRound& round,
                                const VillageName& name) {
  RASOAT_ASSIGN_OR_RETURN(
      std::vector<Village> found,
      reader.Query(
          kSelectVillage,
          [&](const mysql::Row& row) { return ReadVillage(name.round, row); },
          name.round.value, name.village.value));
  if (found.empty()) {
    return Refused(absl::StatusCode::kNotFound,
                   {"name", "VILLAGE_NOT_IN_ROUND",
                    "Thôn này không thuộc đợt rà soát; hãy xem danh sách thôn "
                    "của đợt.",
                    "That village is not in the round; look at the round's "
                    "villages."});
  }
  RASOAT_RETURN_IF_ERROR(FillSteps(reader, round, found));
  return std::move(found.front());
}

/// Where a village is, for whoever looked too long ago.
absl::Status Stale(const Village& village) {
  int complete = 0;
  const std::vector<StepDays>& steps = village.standing.steps;
  while (complete < static_cast<int>(steps.size()) &&
         steps[complete].complete) {
    ++complete;
  }
  std::string vi = complete == 0
                       ? "chưa hoàn thành bước nào"
                       : absl::StrCat("đã hoàn thành bước ", complete, " ngày ",
                                      DayTextVi(*steps[complete - 1].complete));
  std::string en = complete == 0
                       ? "has completed no step"
                       : absl::StrCat("completed step ", complete, " on ",
                                      DayText(*steps[complete - 1].complete));
  if (complete < static_cast<int>(steps.size()) && steps[complete].start) {
    absl::StrAppend(&vi, ", bắt đầu bước ", complete + 1, " ngày ",
                    DayTextVi(*steps[complete].start));
    absl::StrAppend(&en, " and began step ", complete + 1, " on ",
                    DayText(*steps[complete].start));
  }
  return Refused(absl::StatusCode::kAborted,
                 {"etag", "STALE_VILLAGE",
                  absl::StrCat("Thôn đã thay đổi từ khi bạn xem: ", vi,
                               "; hãy tải lại rồi quyết định."),
                  absl::StrCat("The village has moved since you read it: it ",
                               en, "; read it again and decide again.")});
}

/// Writes what differs between two standings.
absl::Status Write(mysql::Transaction& tx, const Village& before,
                   const Village& after) {
  std::vector<std::size_t> changed;
  for (std::size_t i = 0; i < after.standing.steps.size(); ++i) {
    if (after.standing.steps[i] != before.standing.steps[i]) {
      changed.push_back(i);
    }
  }
  const std::string& round = after.name.round.value;
  const std::string& village = after.name.village.value;
  RASOAT_RETURN_IF_ERROR(tx.InsertRows(
                               kPutSteps, changed.size(), 5,
                               [&](std::size_t i, mysql::Params& out) {
                                 const StepDays& days =
                                     after.standing.steps[changed[i]];
                                 out.AddAll(round, village, changed[i] + 1,
                                            days.start, days.complete);
                               },
                               kReplaceStep)
                             .status());
  std::optional<absl::CivilDay> held;
  std::optional<int> attended, agreed;
  if (const auto& meeting = after.standing.meeting) {
    held = meeting->date;
    attended = meeting->attended;
    agreed = meeting->agreed;
  }
  return tx
      .Execute(kUpdateVillage, after.revision, held, attended, agreed, round,
               village)
      .status();
}

}  // namespace

absl::StatusOr<Village> MySqlVillageStore::Get(const VillageName& name,
                                               absl::Time deadline) {
  return mysql::Read(feed_.pool(), deadline,
                     [&](mysql::Reader& reader) -> absl::StatusOr<Village> {
                       RASOAT_ASSIGN_OR_RETURN(
                           auto round, rounds_.Find(reader, name.round));
                       return ReadOne(reader, *round, name);
                     });
}

absl::StatusOr<std::vector<Village>> MySqlVillageStore::List(
    const RoundId& id, const AreaCode& area,
    const std::optional<AreaCode>& after, int most, absl::Time deadline) {
  return mysql::Read(
      feed_.pool(), deadline,
      [&](mysql::Reader& reader) -> absl::StatusOr<std::vector<Village>> {
        RASOAT_ASSIGN_OR_RETURN(auto round, rounds_.Find(reader, id));
        RASOAT_RETURN_IF_ERROR(CheckInRound(reader, id, area, "area"));
        RASOAT_ASSIGN_OR_RETURN(
            std::vector<Village> villages,
            reader.Query(
                kSelectVillages,
                [&](const mysql::Row& row) { return ReadVillage(id, row); },
                id.value, area.value, after ? after->value : std::string(),
                most));
        RASOAT_RETURN_IF_ERROR(FillSteps(reader, *round, villages));
        return villages;
      });
}

absl::StatusOr<Village> MySqlVillageStore::Move(
    const VillageName& name, std::optional<std::int64_t> seen,
    const Change& change, absl::Time deadline) {
  return feed::InTransaction(
      feed_, deadline,
      [&](mysql::Transaction& tx,
          feed::Changes& out) -> absl::StatusOr<Village> {
        RASOAT_ASSIGN_OR_RETURN(auto round, rounds_.Find(tx, name.round));
        RASOAT_RETURN_IF_ERROR(tx.ForEach(
            kLockVillage, [](const mysql::Row&) { return absl::OkStatus(); },
            name.round.value, name.village.value));
        RASOAT_ASSIGN_OR_RETURN(Village now, ReadOne(tx, *round, name));
        absl::StatusOr<Standing> next = change(now, *round);
        if (next.ok() && *next == now.standing) return now;
        if (seen && *seen != now.revision) return Stale(now);
        RASOAT_RETURN_IF_ERROR(next.status());
        Village moved = now;
        moved.standing = *std::move(next);
        moved.revision = now.revision + 1;
        RASOAT_RETURN_IF_ERROR(Write(tx, now, moved));
        TellVillage(name, moved.standing, out);
        return moved;
      });
}

}  // namespace rasoat::workflow
