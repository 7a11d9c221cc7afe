#include "services/reporting/follow/count.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace rasoat::reporting {
namespace {

/// The code in `areas/{code}` or in a bare code.
std::string Code(absl::string_view area) {
  absl::ConsumePrefix(&area, "areas/");
  return std::string(area);
}

/// The day, or kAlways for text that holds none: the feed's days were checked
/// when they were accepted, so that is only the empty one.
absl::CivilDay Day(const std::string& text) {
  absl::CivilDay day = kAlways;
  if (!text.empty()) absl::ParseCivilTime(text, &day);
  return day;
}

const char* MeasureOf(scoring::v1::HouseholdClass household_class) {
  switch (household_class) {
    case scoring::v1::HOUSEHOLD_CLASS_POOR:
      return measure::kPoor;
    case scoring::v1::HOUSEHOLD_CLASS_NEAR_POOR:
      return measure::kNearPoor;
    default:
      return measure::kNotPoor;
  }
}

/// `rounds/{id}` of `rounds/{id}/…`.
std::string RoundOf(const std::string& name) {
  const std::size_t end = name.find('/', name.find('/') + 1);
  return name.substr(0, end);
}

}  // namespace

std::vector<Contribution> Count(const registry::v1::HouseholdState& state) {
  if (!state.active()) return {};
  return {{{"", state.village(), measure::kRegistered, kAlways}, 1}};
}

std::vector<Contribution> Count(const scoring::v1::AssessmentState& state) {
  if (state.results().empty()) return {};
  for (const scoring::v1::StandardResult& result : state.results()) {
    if (!result.failure().empty()) return {};
  }
  const std::string& round = state.round();
  return {{{round, state.village(), measure::kAssessed, kAlways}, 1},
          {{round, state.village(),
            MeasureOf(state.results(0).household_class()), kAlways},
           1}};
}

std::vector<Contribution> Count(const workflow::v1::RoundState& state) {
  const std::string& round = state.round().name();
  std::vector<Contribution> counted;
  for (const workflow::v1::RoundUnit& unit : state.units()) {
    counted.push_back(
        {{round, unit.code(), measure::Units(unit.tier()), kAlways}, 1});
    if (unit.tier() == "village") {
      counted.push_back({{round, unit.code(), measure::kVillages, kAlways}, 1});
    }
  }
  return counted;
}

std::vector<Contribution> Count(const workflow::v1::VillageState& state) {
  std::vector<Contribution> counted;
  for (const workflow::v1::StepState& step : state.steps()) {
    if (!step.start_date().empty()) {
      counted.push_back(
          {{state.round(), state.village(), measure::StepStarted(step.step()),
            Day(step.start_date())},
           1});
    }
    if (!step.complete_date().empty()) {
      counted.push_back(
          {{state.round(), state.village(), measure::StepCompleted(step.step()),
            Day(step.complete_date())},
           1});
    }
  }
  return counted;
}

std::vector<Contribution> Count(const workflow::v1::MilestoneState& state) {
  const workflow::v1::Milestone& m = state.milestone();
  return {{{state.round(), Code(m.area()), measure::MilestoneReached(m.kind()),
            Day(m.date())},
           1}};
}

std::vector<Contribution> Count(const workflow::v1::TrainingClassState& state) {
  const workflow::v1::TrainingClass& c = state.training_class();
  const std::string round = RoundOf(c.name());
  const std::string area = Code(c.organizer());
  std::vector<Contribution> counted = {
      {{round, area, measure::kOwnClassesBegun, Day(c.start_date())}, 1},
      {{round, area, measure::kOwnClasses, Day(c.end_date())}, 1}};
  if (c.attendee_count() > 0) {
    counted.push_back({{round, area, measure::kOwnDelegates, Day(c.end_date())},
                       c.attendee_count()});
  }
  return counted;
}

std::vector<Contribution> Count(const workflow::v1::StaffTrainingState& state) {
  return {{{state.round(), Code(state.area()), measure::kPersonsTrained,
            Day(state.trained_date())},
           1}};
}

}  // namespace rasoat::reporting
