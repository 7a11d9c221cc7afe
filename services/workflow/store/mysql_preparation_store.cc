#include "services/workflow/store/mysql_preparation_store.h"

#include <map>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "services/common/mysql/transaction.h"
#include "services/common/status/error.h"
#include "services/workflow/store/json_list.h"
#include "services/workflow/store/mysql_again_if_taken.h"
#include "services/workflow/store/mysql_feed_states.h"
#include "services/workflow/store/mysql_round_reach.h"
#include "services/workflow/store/mysql_training_rows.h"
#include "services/workflow/wire/procedure_proto.h"

namespace rasoat::workflow {
namespace {

constexpr char kSelectTiers[] = R"sql(
  SELECT u.unit, u.tier
    FROM JSON_TABLE(?, '$[*]' COLUMNS (unit VARCHAR(16) PATH '$')) j
    JOIN round_unit u ON u.round = ? AND u.unit = CONVERT(j.unit USING ascii)
   ORDER BY u.unit)sql";

constexpr char kSelectRecorded[] = R"sql(
  SELECT m.unit, m.kind, m.reached_on, m.document
    FROM JSON_TABLE(?, '$[*]' COLUMNS (unit VARCHAR(16) PATH '$')) j
    JOIN milestone m ON m.round = ? AND m.unit = CONVERT(j.unit USING ascii)
   ORDER BY m.unit, m.kind)sql";

constexpr char kInsertMilestones[] =
    "INSERT INTO milestone (round, unit, kind, reached_on, document) VALUES";

constexpr char kSelectMilestones[] = R"sql(
  SELECT m.unit, m.kind, m.reached_on, m.document
    FROM round_reach r
    JOIN milestone m ON m.round = r.round AND m.unit = r.unit
   WHERE r.round = ? AND r.above = ? AND r.unit >= ?
     AND (r.unit > ? OR m.kind > ?)
   ORDER BY r.unit, m.kind
   LIMIT ?)sql";

Milestone ReadMilestone(const mysql::Row& row) {
  return {.unit = {row.Text("unit")},
          .kind = row.Text("kind"),
          .date = row.Day("reached_on"),
          .document = row.Text("document")};
}

/// WRONG_TIER or AREA_NOT_IN_ROUND unless every unit is one that its kind of
/// milestone is for.
absl::Status CheckUnits(mysql::Reader& reader, const OpenRound& round,
                        absl::Span<const Milestone> milestones,
                        const std::string& units) {
  absl::flat_hash_map<AreaCode, Tier> tiers;
  RASOAT_RETURN_IF_ERROR(reader.ForEach(
      kSelectTiers,
      [&](const mysql::Row& row) -> absl::Status {
        RASOAT_ASSIGN_OR_RETURN(Tier tier, TierOf(row.Text("tier")));
        tiers[{row.Text("unit")}] = tier;
        return absl::OkStatus();
      },
      units, round.plan().id.value));
  std::vector<Violation> wrong;
  std::vector<Violation> outside;
  for (std::size_t i = 0; i < milestones.size(); ++i) {
    auto tier = tiers.find(milestones[i].unit);
    const Tier wanted = round.rules().FindMilestone(milestones[i].kind)->tier;
    if (tier == tiers.end()) {
      outside.push_back(
          AreaNotInRound(absl::StrCat("milestones[", i, "].area")));
    } else if (tier->second != wanted) {
      wrong.push_back(WrongTier(i, wanted));
    }
  }
  RASOAT_RETURN_IF_ERROR(Invalid(std::move(wrong)));
  if (outside.empty()) return absl::OkStatus();
  return Refused(absl::StatusCode::kNotFound, outside.front().rule, outside);
}

absl::Status Differs(std::size_t at) {
  return Refused(
      absl::StatusCode::kAlreadyExists,
      {absl::StrCat("milestones[", at, "].date"), "MILESTONE_DIFFERS",
       "Mốc này đã được ghi với ngày hoặc văn bản khác; hãy xem lại "
       "mốc đã ghi.",
       "This milestone is recorded with another date or document; "
       "look at what is recorded."});
}

}  // namespace

absl::StatusOr<int> MySqlPreparationStore::RecordMilestones(
    const OpenRound& round, absl::Span<const Milestone> milestones,
    absl::Time deadline) {
  JsonList list;
  for (const Milestone& one : milestones) list.Add(one.unit.value);
  const std::string units = list.Text();
  const RoundId& id = round.plan().id;
  const auto record = [&](mysql::Transaction& tx,
                          feed::Changes& out) -> absl::StatusOr<int> {
    RASOAT_RETURN_IF_ERROR(CheckUnits(tx, round, milestones, units));
    RASOAT_ASSIGN_OR_RETURN(
        std::vector<Milestone> rows,
        tx.Query(kSelectRecorded, ReadMilestone, units, id.value));
    std::map<MilestonePlace, Milestone> recorded;
    for (Milestone& row : rows) {
      recorded.emplace(MilestonePlace(row.unit, row.kind), std::move(row));
    }
    std::vector<const Milestone*> fresh;
    for (std::size_t i = 0; i < milestones.size(); ++i) {
      const Milestone& one = milestones[i];
      auto found = recorded.find({one.unit, one.kind});
      if (found == recorded.end()) {
        fresh.push_back(&one);
        TellMilestone(id, one, out);
      } else if (found->second != one) {
        return Differs(i);
      }
    }
    RASOAT_RETURN_IF_ERROR(
        tx.InsertRows(kInsertMilestones, fresh.size(), 5,
                      [&](std::size_t i, mysql::Params& row) {
                        row.AddAll(id.value, fresh[i]->unit.value,
                                   fresh[i]->kind, fresh[i]->date,
                                   fresh[i]->document);
                      })
            .status());
    return static_cast<int>(fresh.size());
  };
  return AgainIfTaken(
      [&] { return feed::InTransaction(feed_, deadline, record); });
}

absl::StatusOr<std::vector<Milestone>> MySqlPreparationStore::ListMilestones(
    const RoundId& round, const AreaCode& area,
    const std::optional<MilestonePlace>& after, int most, absl::Time deadline) {
  const std::string unit = after ? after->first.value : "";
  const std::string kind = after ? after->second : "";
  return mysql::Read(
      feed_.pool(), deadline,
      [&](mysql::Reader& reader) -> absl::StatusOr<std::vector<Milestone>> {
        RASOAT_RETURN_IF_ERROR(rounds_.Find(reader, round).status());
        RASOAT_RETURN_IF_ERROR(CheckInRound(reader, round, area, "area"));
        return reader.Query(kSelectMilestones, ReadMilestone, round.value,
                            area.value, unit, unit, kind, most);
      });
}

absl::StatusOr<AttendedClass> MySqlPreparationStore::AddClass(
    const OpenRound& round, const TrainingClass& training,
    absl::Time deadline) {
  const ClassName name{round.plan().id, training.id};
  const auto add = [&](mysql::Transaction& tx,
                       feed::Changes& out) -> absl::StatusOr<AttendedClass> {
    RASOAT_ASSIGN_OR_RETURN(std::optional<AttendedClass> there,
                            FindClass(tx, name));
    if (there) {
      if (there->training == training) return *std::move(there);
      return Refused(absl::StatusCode::kAlreadyExists,
                     {"training_class_id", "TRAINING_CLASS_EXISTS",
                      "Đã có lớp tập huấn khác mang mã này; hãy chọn mã khác.",
                      "Another class has that id; choose another one."});
    }
    RASOAT_RETURN_IF_ERROR(CheckInRound(tx, name.round, training.organizer,
                                        "training_class.organizer"));
    RASOAT_RETURN_IF_ERROR(InsertClass(tx, name.round, training));
    TellClass(name.round, training, 0, out);
    return AttendedClass{training, 0};
  };
  return AgainIfTaken(
      [&] { return feed::InTransaction(feed_, deadline, add); });
}

absl::StatusOr<AttendedClass> MySqlPreparationStore::GetClass(
    const ClassName& name, absl::Time deadline) {
  return mysql::Read(
      feed_.pool(), deadline,
      [&](mysql::Reader& reader) -> absl::StatusOr<AttendedClass> {
        RASOAT_ASSIGN_OR_RETURN(std::optional<AttendedClass> found,
                                FindClass(reader, name));
        if (!found) return ClassNotFound();
        return *std::move(found);
      });
}

absl::StatusOr<std::vector<AttendedClass>> MySqlPreparationStore::ListClasses(
    const RoundId& round, const AreaCode& area,
    const std::optional<ClassId>& after, int most, absl::Time deadline) {
  return mysql::Read(
      feed_.pool(), deadline,
      [&](mysql::Reader& reader) -> absl::StatusOr<std::vector<AttendedClass>> {
        RASOAT_RETURN_IF_ERROR(rounds_.Find(reader, round).status());
        RASOAT_RETURN_IF_ERROR(CheckInRound(reader, round, area, "area"));
        return SelectClasses(reader, round, area,
                             after ? after->value : std::string(), most);
      });
}

absl::StatusOr<AttendedClass> MySqlPreparationStore::RecordAttendance(
    const ClassName& name, absl::Span<const StaffId> attendees,
    absl::Time deadline) {
  return feed::InTransaction(
      feed_, deadline,
      [&](mysql::Transaction& tx,
          feed::Changes& out) -> absl::StatusOr<AttendedClass> {
        // The class's row holds up others who record the same class.
        RASOAT_ASSIGN_OR_RETURN(std::optional<AttendedClass> found,
                                LockClass(tx, name));
        if (!found) return ClassNotFound();
        AttendedClass attended = *std::move(found);
        RASOAT_ASSIGN_OR_RETURN(std::vector<Attendee> known,
                                LockAttendees(tx, name, attendees));
        RASOAT_ASSIGN_OR_RETURN(int added, InsertAttendance(tx, name, known));
        if (added > 0) {
          attended.attendees += added;
          RASOAT_RETURN_IF_ERROR(SetAttendees(tx, name, attended.attendees));
          TellClass(name.round, attended.training, attended.attendees, out);
        }
        return RecordTrained(tx, out, name.round, attended, known);
      });
}

}  // namespace rasoat::workflow
