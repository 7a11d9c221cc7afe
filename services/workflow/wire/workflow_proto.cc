#include "services/workflow/wire/workflow_proto.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/time_util.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace rasoat::workflow {
namespace {

/// The roles, in the order of both enums.
constexpr std::pair<StaffRole, api::v1::Role> kRoles[] = {
    {StaffRole::kAdministrator, api::v1::ROLE_ADMINISTRATOR},
    {StaffRole::kProvinceOfficer, api::v1::ROLE_PROVINCE_OFFICER},
    {StaffRole::kDistrictOfficer, api::v1::ROLE_DISTRICT_OFFICER},
    {StaffRole::kCommuneOfficer, api::v1::ROLE_COMMUNE_OFFICER},
    {StaffRole::kReviewer, api::v1::ROLE_REVIEWER},
    {StaffRole::kService, api::v1::ROLE_SERVICE},
};

constexpr std::pair<Position, v1::Position> kPositions[] = {
    {Position::kCommitteeMember, v1::POSITION_COMMITTEE_MEMBER},
    {Position::kTeamMember, v1::POSITION_TEAM_MEMBER},
    {Position::kReviewer, v1::POSITION_REVIEWER},
    {Position::kSupervisor, v1::POSITION_SUPERVISOR},
    {Position::kAdministrator, v1::POSITION_ADMINISTRATOR},
};

/// Keeps the faults of many parts; returns the value or nothing.
class Gathered {
 public:
  template <class T>
  void Take(absl::StatusOr<T> from, T& to) {
    if (from.ok()) {
      to = *std::move(from);
    } else {
      for (Violation& fault : ViolationsOf(from.status())) Add(fault);
    }
  }
  void Add(Violation fault) { faults_.push_back(std::move(fault)); }
  absl::Status Status() { return Invalid(std::move(faults_)); }

 private:
  std::vector<Violation> faults_;
};

Violation PositionUnknown(std::string field) {
  return {std::move(field), "POSITION_UNKNOWN",
          "Thiếu nhiệm vụ của cán bộ; hãy chọn một nhiệm vụ trong danh mục.",
          "The person's position is missing; choose one of the list."};
}

Violation RoleUnknown(std::string field) {
  return {std::move(field), "ROLE_UNKNOWN",
          "Quyền không hợp lệ; hãy chọn một quyền trong danh mục.",
          "This is no role; choose one of the list."};
}

Staff StaffFrom(const v1::Staff& message, const std::string& at,
                Gathered& faults) {
  Staff staff{.full_name = message.full_name()};
  faults.Take(ParseStaffName(message.name(), at + "name"), staff.id);
  faults.Take(ParseArea(message.area(), at + "area"), staff.area);
  auto position = std::find_if(
      std::begin(kPositions), std::end(kPositions),
      [&](const auto& pair) { return pair.second == message.position(); });
  if (position == std::end(kPositions)) {
    faults.Add(PositionUnknown(at + "position"));
  } else {
    staff.position = position->first;
  }
  for (int i = 0; i < message.grants_size(); ++i) {
    const std::string grant_at = absl::StrCat(at, "grants[", i, "].");
    StaffGrant grant;
    if (auto role = RoleFrom(message.grants(i).role())) {
      grant.role = *role;
    } else {
      faults.Add(RoleUnknown(grant_at + "role"));
    }
    faults.Take(ParseArea(message.grants(i).area(), grant_at + "area"),
                grant.area);
    staff.grants.push_back(std::move(grant));
  }
  std::sort(staff.grants.begin(), staff.grants.end());
  staff.grants.erase(std::unique(staff.grants.begin(), staff.grants.end()),
                     staff.grants.end());
  return staff;
}

}  // namespace

v1::Round ToProto(const Round& round) {
  v1::Round message;
  message.set_name(NameOf(round.plan.id));
  message.mutable_title()->set_vi(round.plan.title.vi);
  message.mutable_title()->set_en(round.plan.title.en);
  message.set_area(NameOf(round.plan.area));
  message.set_procedure(NameOf(round.plan.procedure));
  message.set_start_date(DayText(round.plan.start));
  message.set_end_date(DayText(round.plan.end));
  message.set_training(round.training);
  for (const std::string& standard : round.standards) {
    message.add_standards(standard);
  }
  message.set_village_count(round.village_count);
  *message.mutable_create_time() =
      google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(
          absl::ToUnixMicros(round.opened_at));
  return message;
}

void AddSteps(const Standing& standing,
              google::protobuf::RepeatedPtrField<v1::StepState>& out) {
  int number = 0;
  for (const StepDays& days : standing.steps) {
    v1::StepState& step = *out.Add();
    step.set_step(++number);
    if (days.start) step.set_start_date(DayText(*days.start));
    if (days.complete) step.set_complete_date(DayText(*days.complete));
  }
}

v1::Meeting ToProto(const Meeting& meeting) {
  v1::Meeting message;
  message.set_date(DayText(meeting.date));
  message.set_attended(meeting.attended);
  message.set_agreed(meeting.agreed);
  return message;
}

v1::Milestone ToProto(const Milestone& milestone) {
  v1::Milestone message;
  message.set_area(NameOf(milestone.unit));
  message.set_kind(milestone.kind);
  message.set_date(DayText(milestone.date));
  message.set_document(milestone.document);
  return message;
}

v1::TrainingClass ToProto(const RoundId& round, const TrainingClass& training,
                          int attendees) {
  v1::TrainingClass message;
  message.set_name(NameOf(ClassName{round, training.id}));
  message.set_organizer(NameOf(training.organizer));
  message.set_topic(training.topic);
  message.set_form(training.form == TrainingForm::kInPerson
                       ? v1::TRAINING_FORM_IN_PERSON
                       : v1::TRAINING_FORM_ONLINE);
  message.set_start_date(DayText(training.start));
  message.set_end_date(DayText(training.end));
  message.set_attendee_count(attendees);
  return message;
}

v1::Staff ToProto(const Staff& staff) {
  v1::Staff message;
  message.set_name(NameOf(staff.id));
  message.set_full_name(staff.full_name);
  message.set_area(NameOf(staff.area));
  for (const auto& [ours, theirs] : kPositions) {
    if (ours == staff.position) message.set_position(theirs);
  }
  for (const StaffGrant& grant : staff.grants) {
    api::v1::Grant& out = *message.add_grants();
    out.set_role(ToProto(grant.role));
    out.set_area(grant.area.value);
  }
  return message;
}

absl::StatusOr<RoundPlan> PlanFrom(const v1::CreateRoundRequest& request) {
  const v1::Round& round = request.round();
  Gathered faults;
  RoundPlan plan{.title = {round.title().vi(), round.title().en()}};
  faults.Take(ParseRoundId(request.round_id(), "round_id"), plan.id);
  faults.Take(ParseArea(round.area(), "round.area"), plan.area);
  faults.Take(ParseProcedureName(round.procedure(), "round.procedure"),
              plan.procedure);
  faults.Take(ParseDay(round.start_date(), "round.start_date"), plan.start);
  faults.Take(ParseDay(round.end_date(), "round.end_date"), plan.end);
  RASOAT_RETURN_IF_ERROR(faults.Status());
  return plan;
}

absl::StatusOr<Meeting> MeetingFrom(const v1::Meeting& message) {
  Meeting meeting{.attended = message.attended(), .agreed = message.agreed()};
  RASOAT_ASSIGN_OR_RETURN(meeting.date,
                          ParseDay(message.date(), "meeting.date"));
  return meeting;
}

absl::StatusOr<std::vector<Milestone>> MilestonesFrom(
    const google::protobuf::RepeatedPtrField<v1::Milestone>& messages) {
  std::vector<Milestone> milestones;
  Gathered faults;
  for (int i = 0; i < messages.size(); ++i) {
    const std::string at = absl::StrCat("milestones[", i, "].");
    Milestone one{.kind = messages[i].kind(),
                  .document = messages[i].document()};
    faults.Take(ParseArea(messages[i].area(), at + "area"), one.unit);
    faults.Take(ParseDay(messages[i].date(), at + "date"), one.date);
    milestones.push_back(std::move(one));
  }
  RASOAT_RETURN_IF_ERROR(faults.Status());
  return milestones;
}

absl::StatusOr<TrainingClass> ClassFrom(
    const v1::CreateTrainingClassRequest& request) {
  const v1::TrainingClass& message = request.training_class();
  Gathered faults;
  TrainingClass training{.topic = message.topic()};
  faults.Take(ParseClassId(request.training_class_id(), "training_class_id"),
              training.id);
  faults.Take(ParseArea(message.organizer(), "training_class.organizer"),
              training.organizer);
  faults.Take(ParseDay(message.start_date(), "training_class.start_date"),
              training.start);
  faults.Take(ParseDay(message.end_date(), "training_class.end_date"),
              training.end);
  if (message.form() == v1::TRAINING_FORM_ONLINE) {
    training.form = TrainingForm::kOnline;
  } else if (message.form() != v1::TRAINING_FORM_IN_PERSON) {
    faults.Add({"training_class.form", "TRAINING_FORM_UNKNOWN",
                "Thiếu hình thức tập huấn; hãy chọn trực tiếp hoặc trực tuyến.",
                "The form of the class is missing; choose in person or "
                "online."});
  }
  RASOAT_RETURN_IF_ERROR(faults.Status());
  return training;
}

absl::StatusOr<std::vector<Staff>> StaffFrom(
    const google::protobuf::RepeatedPtrField<v1::Staff>& messages) {
  std::vector<Staff> all;
  Gathered faults;
  for (int i = 0; i < messages.size(); ++i) {
    all.push_back(
        StaffFrom(messages[i], absl::StrCat("staff[", i, "]."), faults));
  }
  RASOAT_RETURN_IF_ERROR(faults.Status());
  return all;
}

std::optional<StaffRole> RoleFrom(api::v1::Role role) {
  for (const auto& [ours, theirs] : kRoles) {
    if (theirs == role) return ours;
  }
  return std::nullopt;
}

api::v1::Role ToProto(StaffRole role) {
  for (const auto& [ours, theirs] : kRoles) {
    if (ours == role) return theirs;
  }
  return api::v1::ROLE_UNSPECIFIED;
}

}  // namespace rasoat::workflow
