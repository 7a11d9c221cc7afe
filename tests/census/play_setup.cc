// The acts before the first visit: areas, round, people, training.
#include <string>

#include "absl/strings/str_cat.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "tests/census/crew.h"
#include "tests/census/people.h"
#include "tests/census/play.h"

namespace rasoat::census {
namespace {

/// The units are those of 1/11/2021; no commune of the province changed in the
/// months before, so they are taken to hold from the year's first day.
constexpr char kUnitsFrom[] = "2021-01-01";
/// Districts ended with 30/6/2025, and with them these communes' parents.
constexpr char kUnitsTo[] = "2025-07-01";
constexpr int kAreasACall = 1000;
constexpr int kStaffACall = 500;
constexpr int kMilestonesACall = 500;

registry::v1::Area ToArea(const Unit& unit) {
  registry::v1::Area area;
  area.set_name("areas/" + unit.code);
  if (!unit.parent.empty()) area.set_parent("areas/" + unit.parent);
  area.set_display_name(unit.name);
  area.set_valid_from(kUnitsFrom);
  area.set_valid_to(kUnitsTo);
  if (unit.tier == "province") {
    area.set_tier(registry::v1::TIER_PROVINCE);
    area.set_region(api::v1::REGION_NORTHERN_MIDLANDS_AND_MOUNTAINS);
  } else if (unit.tier == "district") {
    area.set_tier(registry::v1::TIER_DISTRICT);
  } else {
    area.set_tier(unit.tier == "commune" ? registry::v1::TIER_COMMUNE
                                         : registry::v1::TIER_VILLAGE);
    area.set_settlement(unit.urban ? api::v1::SETTLEMENT_URBAN
                                   : api::v1::SETTLEMENT_RURAL);
    area.set_synthetic(unit.tier == "village");
  }
  return area;
}

workflow::v1::Position PositionOf(Post post) {
  switch (post) {
    case Post::kCommittee:
      return workflow::v1::POSITION_COMMITTEE_MEMBER;
    case Post::kTeam:
      return workflow::v1::POSITION_TEAM_MEMBER;
    case Post::kReviewer:
      return workflow::v1::POSITION_REVIEWER;
  }
  return workflow::v1::POSITION_UNSPECIFIED;
}

absl::Status AddStaff(Play& play) {
  const int count = static_cast<int>(play.plan.staff.size());
  return DoChunks(
      "people", count, kStaffACall, play.workers, [&](int from, int to) {
        workflow::v1::BatchCreateStaffRequest request;
        for (int i = from; i < to; ++i) {
          const StaffPlan& plan = play.plan.staff[i];
          workflow::v1::Staff& staff = *request.add_staff();
          staff.set_name("staff/" + plan.id);
          staff.set_full_name(
              FullName(play.world, play.seed, "staff", i, plan.male));
          staff.set_area("areas/" + plan.area);
          staff.set_position(PositionOf(plan.post));
          if (plan.post == Post::kReviewer) {
            api::v1::Grant& grant = *staff.add_grants();
            grant.set_role(api::v1::ROLE_REVIEWER);
            grant.set_area(plan.area);
          }
        }
        return play.session
            .Call(play.session.roster(),
                  &workflow::v1::StaffRoster::Stub::BatchCreateStaff, request)
            .status();
      });
}

absl::Status RecordMilestones(Play& play) {
  const int count = static_cast<int>(play.plan.milestones.size());
  return DoChunks(
      "milestones", count, kMilestonesACall, play.workers,
      [&](int from, int to) {
        workflow::v1::RecordMilestonesRequest request;
        request.set_round("rounds/" + play.plan.round);
        for (int i = from; i < to; ++i) {
          const MilestonePlan& plan = play.plan.milestones[i];
          workflow::v1::Milestone& milestone = *request.add_milestones();
          milestone.set_area("areas/" + plan.area);
          milestone.set_kind(plan.kind);
          milestone.set_date(absl::FormatCivilTime(plan.day));
        }
        return play.session
            .Call(play.session.preparation(),
                  &workflow::v1::Preparation::Stub::RecordMilestones, request)
            .status();
      });
}

absl::Status HoldClass(Play& play, const ClassPlan& plan) {
  workflow::v1::CreateTrainingClassRequest create;
  create.set_round("rounds/" + play.plan.round);
  create.set_training_class_id(plan.id);
  workflow::v1::TrainingClass& lesson = *create.mutable_training_class();
  lesson.set_organizer("areas/" + plan.organizer);
  lesson.set_topic("Quy trình rà soát hộ nghèo, hộ cận nghèo");
  lesson.set_form(plan.online ? workflow::v1::TRAINING_FORM_ONLINE
                              : workflow::v1::TRAINING_FORM_IN_PERSON);
  lesson.set_start_date(absl::FormatCivilTime(plan.first_day));
  lesson.set_end_date(absl::FormatCivilTime(plan.last_day));
  RASOAT_ASSIGN_OR_RETURN(
      const workflow::v1::TrainingClass created,
      play.session.Call(play.session.preparation(),
                        &workflow::v1::Preparation::Stub::CreateTrainingClass,
                        create));
  if (plan.attendees.empty()) return absl::OkStatus();
  workflow::v1::RecordAttendanceRequest record;
  record.set_name(created.name());
  for (int i : plan.attendees) {
    record.add_attendees("staff/" + play.plan.staff[i].id);
  }
  return play.session
      .Call(play.session.preparation(),
            &workflow::v1::Preparation::Stub::RecordAttendance, record)
      .status();
}

}  // namespace

absl::Status ImportAreas(Play& play) {
  std::vector<const Unit*> units = {&play.world.province};
  for (const Unit& u : play.world.districts) units.push_back(&u);
  for (const Unit& u : play.world.communes) units.push_back(&u);
  for (const Unit& u : play.world.villages) units.push_back(&u);
  const int count = static_cast<int>(units.size());
  // Parents before children: the calls follow one another.
  return DoChunks("areas", count, kAreasACall, 1, [&](int from, int to) {
    registry::v1::ImportAreasRequest request;
    for (int i = from; i < to; ++i) *request.add_areas() = ToArea(*units[i]);
    return play.session
        .Call(play.session.areas(), &registry::v1::Areas::Stub::ImportAreas,
              request)
        .status();
  });
}

absl::Status AssignStandards(Play& play) {
  scoring::v1::AssignStandardsRequest assign;
  scoring::v1::RoundStandards& standards = *assign.mutable_round_standards();
  standards.set_name("roundStandards/" + play.plan.round);
  standards.add_standards("standards/training-2022-2");
  standards.set_training(true);
  const absl::Status assigned =
      play.session
          .Call(play.session.standards(),
                &scoring::v1::Standards::Stub::AssignStandards, assign)
          .status();
  // An example that an earlier version began keeps what it was given.
  return ReasonOf(assigned) == "ROUND_STANDARDS_FIXED" ? absl::OkStatus()
                                                       : assigned;
}

absl::Status OpenRound(Play& play) {
  workflow::v1::CreateRoundRequest create;
  create.set_round_id(play.plan.round);
  workflow::v1::Round& round = *create.mutable_round();
  round.mutable_title()->set_vi(
      "Tổng điều tra, rà soát hộ nghèo, hộ cận nghèo giai đoạn 2022-2025");
  round.mutable_title()->set_en(
      "General review of poor and near-poor households for 2022-2025");
  round.set_area("areas/" + play.world.province.code);
  round.set_procedure("procedures/general-review-2021");
  round.set_start_date(absl::FormatCivilTime(play.plan.first_day));
  round.set_end_date(absl::FormatCivilTime(play.plan.last_day));
  return play.session
      .Call(play.session.rounds(), &workflow::v1::Rounds::Stub::CreateRound,
            create)
      .status();
}

absl::Status Prepare(Play& play) {
  RASOAT_RETURN_IF_ERROR(RecordMilestones(play));
  RASOAT_RETURN_IF_ERROR(AddStaff(play));
  return DoAll("training classes", static_cast<int>(play.plan.classes.size()),
               play.workers,
               [&](int i) { return HoldClass(play, play.plan.classes[i]); });
}

}  // namespace rasoat::census
