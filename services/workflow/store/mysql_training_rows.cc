#include "services/workflow/store/mysql_training_rows.h"

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/status/error.h"
#include "services/workflow/store/json_list.h"
#include "services/workflow/store/mysql_feed_states.h"

namespace rasoat::workflow {
namespace {

constexpr char kSelectClass[] = R"sql(
  SELECT id, organizer, topic, form, start_date, end_date, attendees
    FROM training_class
   WHERE round = ? AND id = ?)sql";

constexpr char kLockClass[] = R"sql(
  SELECT id, organizer, topic, form, start_date, end_date, attendees
    FROM training_class
   WHERE round = ? AND id = ?
     FOR UPDATE)sql";

constexpr char kSelectClasses[] = R"sql(
  SELECT c.id, c.organizer, c.topic, c.form, c.start_date, c.end_date,
         c.attendees
    FROM training_class c
    JOIN round_reach r
      ON r.round = c.round AND r.above = ? AND r.unit = c.organizer
   WHERE c.round = ? AND c.id > ?
   ORDER BY c.id
   LIMIT ?)sql";

constexpr char kInsertClass[] = R"sql(
  INSERT INTO training_class (round, id, organizer, topic, form, start_date,
    end_date, attendees)
  VALUES (?, ?, ?, ?, ?, ?, ?, 0))sql";

constexpr char kSetAttendees[] = R"sql(
  UPDATE training_class SET attendees = ? WHERE round = ? AND id = ?)sql";

// Joined in the order of the list, which is sorted: so locks are taken in the
// same order by everybody.
constexpr char kLockStaff[] = R"sql(
  SELECT s.id, s.area
    FROM JSON_TABLE(?, '$[*]' COLUMNS (id VARCHAR(40) PATH '$')) j
    STRAIGHT_JOIN staff s ON s.id = CONVERT(j.id USING ascii)
     FOR UPDATE)sql";

constexpr char kSelectAttendance[] = R"sql(
  SELECT a.staff
    FROM JSON_TABLE(?, '$[*]' COLUMNS (id VARCHAR(40) PATH '$')) j
    JOIN attendance a ON a.round = ? AND a.class = ?
                     AND a.staff = CONVERT(j.id USING ascii)
   ORDER BY a.staff)sql";

constexpr char kSelectTrained[] = R"sql(
  SELECT t.staff, t.trained_on
    FROM JSON_TABLE(?, '$[*]' COLUMNS (id VARCHAR(40) PATH '$')) j
    JOIN staff_training t ON t.round = ? AND t.staff = CONVERT(j.id USING ascii)
   ORDER BY t.staff)sql";

constexpr char kInsertAttendance[] =
    "INSERT INTO attendance (round, class, staff) VALUES";
constexpr char kPutTrained[] =
    "INSERT INTO staff_training (round, staff, trained_on) VALUES";
constexpr char kReplaceTrained[] =
    "ON DUPLICATE KEY UPDATE trained_on = VALUES(trained_on)";

constexpr char kInPerson[] = "in_person";
constexpr char kOnline[] = "online";

AttendedClass ReadClass(const mysql::Row& row) {
  return {.training = {.id = {row.Text("id")},
                       .organizer = {row.Text("organizer")},
                       .topic = row.Text("topic"),
                       .form = row.Text("form") == kOnline
                                   ? TrainingForm::kOnline
                                   : TrainingForm::kInPerson,
                       .start = row.Day("start_date"),
                       .end = row.Day("end_date")},
          .attendees = static_cast<int>(row.Int("attendees"))};
}

}  // namespace

absl::Status ClassNotFound() {
  return Refused(absl::StatusCode::kNotFound,
                 {"name", "TRAINING_CLASS_NOT_FOUND",
                  "Không có lớp tập huấn này; hãy xem danh sách lớp của đợt.",
                  "There is no such class; look at the round's classes."});
}

absl::StatusOr<std::optional<AttendedClass>> FindClass(mysql::Reader& reader,
                                                       const ClassName& name) {
  return reader.QueryOne(kSelectClass, ReadClass, name.round.value,
                         name.id.value);
}

absl::StatusOr<std::optional<AttendedClass>> LockClass(mysql::Transaction& tx,
                                                       const ClassName& name) {
  return tx.QueryOne(kLockClass, ReadClass, name.round.value, name.id.value);
}

absl::StatusOr<std::vector<AttendedClass>> SelectClasses(
    mysql::Reader& reader, const RoundId& round, const AreaCode& area,
    const std::string& after, int most) {
  return reader.Query(kSelectClasses, ReadClass, area.value, round.value, after,
                      most);
}

absl::Status InsertClass(mysql::Transaction& tx, const RoundId& round,
                         const TrainingClass& training) {
  return tx
      .Execute(kInsertClass, round.value, training.id.value,
               training.organizer.value, training.topic,
               training.form == TrainingForm::kOnline ? kOnline : kInPerson,
               training.start, training.end)
      .status();
}

absl::Status SetAttendees(mysql::Transaction& tx, const ClassName& name,
                          int attendees) {
  return tx.Execute(kSetAttendees, attendees, name.round.value, name.id.value)
      .status();
}

absl::StatusOr<std::vector<Attendee>> LockAttendees(
    mysql::Transaction& tx, const ClassName& name,
    absl::Span<const StaffId> staff) {
  std::map<StaffId, std::optional<Attendee>> wanted;
  for (const StaffId& id : staff) wanted.emplace(id, std::nullopt);
  JsonList list;
  for (const auto& [id, attendee] : wanted) list.Add(id.value);
  const std::string ids = list.Text();
  RASOAT_RETURN_IF_ERROR(tx.ForEach(
      kLockStaff,
      [&](const mysql::Row& row) {
        const StaffId id{row.Text("id")};
        wanted[id] = Attendee{.staff = id, .area = {row.Text("area")}};
        return absl::OkStatus();
      },
      ids));
  std::vector<Violation> unknown;
  for (std::size_t i = 0; i < staff.size(); ++i) {
    if (wanted.at(staff[i])) continue;
    unknown.push_back({absl::StrCat("attendees[", i, "]"), "STAFF_UNKNOWN",
                       "Không có người này trong danh sách cán bộ; hãy thêm "
                       "người đó trước.",
                       "This person is not on the roster; add them first."});
  }
  RASOAT_RETURN_IF_ERROR(Invalid(std::move(unknown)));
  RASOAT_RETURN_IF_ERROR(tx.ForEach(
      kSelectAttendance,
      [&](const mysql::Row& row) {
        wanted.at({row.Text("staff")})->recorded = true;
        return absl::OkStatus();
      },
      ids, name.round.value, name.id.value));
  RASOAT_RETURN_IF_ERROR(tx.ForEach(
      kSelectTrained,
      [&](const mysql::Row& row) {
        wanted.at({row.Text("staff")})->trained_on = row.Day("trained_on");
        return absl::OkStatus();
      },
      ids, name.round.value));
  std::vector<Attendee> attendees;
  for (auto& [id, attendee] : wanted) attendees.push_back(*std::move(attendee));
  return attendees;
}

absl::StatusOr<int> InsertAttendance(mysql::Transaction& tx,
                                     const ClassName& name,
                                     const std::vector<Attendee>& attendees) {
  std::vector<const Attendee*> fresh;
  for (const Attendee& one : attendees) {
    if (!one.recorded) fresh.push_back(&one);
  }
  RASOAT_RETURN_IF_ERROR(tx.InsertRows(kInsertAttendance, fresh.size(), 3,
                                       [&](std::size_t i, mysql::Params& out) {
                                         out.AddAll(name.round.value,
                                                    name.id.value,
                                                    fresh[i]->staff.value);
                                       })
                             .status());
  return static_cast<int>(fresh.size());
}

absl::StatusOr<AttendedClass> RecordTrained(
    mysql::Transaction& tx, feed::Changes& out, const RoundId& round,
    const AttendedClass& attended, const std::vector<Attendee>& attendees) {
  const absl::CivilDay day = attended.training.end;
  std::vector<const Attendee*> earlier;
  for (const Attendee& one : attendees) {
    if (one.trained_on && *one.trained_on <= day) continue;
    earlier.push_back(&one);
    TellTrained(round, one.staff, one.area, day, out);
  }
  RASOAT_RETURN_IF_ERROR(tx.InsertRows(
                               kPutTrained, earlier.size(), 3,
                               [&](std::size_t i, mysql::Params& row) {
                                 row.AddAll(round.value,
                                            earlier[i]->staff.value, day);
                               },
                               kReplaceTrained)
                             .status());
  return attended;
}

}  // namespace rasoat::workflow
