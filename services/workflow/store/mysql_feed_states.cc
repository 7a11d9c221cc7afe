#include "services/workflow/store/mysql_feed_states.h"

#include "absl/strings/str_cat.h"
#include "rasoat/workflow/v1/workflow_feed.pb.h"
#include "services/workflow/wire/procedure_proto.h"
#include "services/workflow/wire/workflow_proto.h"

namespace rasoat::workflow {
namespace {

/// What belongs to the whole tree belongs to no area of a feed.
std::string FeedArea(const AreaCode& area) {
  return area.value == "*" ? "" : area.value;
}

}  // namespace

void TellRound(const OpenRound& round, absl::Span<const UnitInRound> units,
               feed::Changes& out) {
  v1::RoundState state;
  *state.mutable_round() = ToProto(round.round);
  *state.mutable_procedure() = ToProto(*round.procedure);
  for (const UnitInRound& unit : units) {
    v1::RoundUnit& told = *state.add_units();
    told.set_code(unit.unit.code.value);
    if (unit.above_in_round > 0) told.set_parent(unit.above.front().value);
    told.set_tier(WordOf(unit.unit.tier));
    told.set_display_name(unit.unit.display_name);
  }
  out.Add(state.round().name(), round.plan().area.value, state);
}

void TellVillage(const VillageName& name, const Standing& standing,
                 feed::Changes& out) {
  v1::VillageState state;
  state.set_round(NameOf(name.round));
  state.set_village(name.village.value);
  AddSteps(standing, *state.mutable_steps());
  out.Add(NameOf(name), name.village.value, state);
}

void TellMilestone(const RoundId& round, const Milestone& milestone,
                   feed::Changes& out) {
  v1::MilestoneState state;
  state.set_round(NameOf(round));
  *state.mutable_milestone() = ToProto(milestone);
  out.Add(absl::StrCat(NameOf(round), "/milestones/", milestone.unit.value, ".",
                       milestone.kind),
          milestone.unit.value, state);
}

void TellClass(const RoundId& round, const TrainingClass& training,
               int attendees, feed::Changes& out) {
  v1::TrainingClassState state;
  *state.mutable_training_class() = ToProto(round, training, attendees);
  out.Add(state.training_class().name(), training.organizer.value, state);
}

void TellTrained(const RoundId& round, const StaffId& staff,
                 const AreaCode& area, absl::CivilDay trained_on,
                 feed::Changes& out) {
  v1::StaffTrainingState state;
  state.set_round(NameOf(round));
  state.set_staff(NameOf(staff));
  state.set_area(area.value);
  state.set_trained_date(DayText(trained_on));
  out.Add(absl::StrCat(NameOf(round), "/trainedStaff/", staff.value),
          FeedArea(area), state);
}

}  // namespace rasoat::workflow
