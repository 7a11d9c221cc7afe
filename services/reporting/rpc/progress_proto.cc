#include "services/reporting/rpc/progress_proto.h"

#include <optional>
#include <utility>

#include "absl/strings/strip.h"
#include "services/common/status/error.h"
#include "services/reporting/domain/contribution.h"

namespace rasoat::reporting {
namespace {

using workflow::v1::RoundState;

std::string Text(const std::optional<absl::CivilDay>& day) {
  return day && *day != kAlways ? absl::FormatCivilTime(*day) : std::string();
}

absl::CivilDay DayOf(const std::string& text) {
  absl::CivilDay day = kAlways;
  if (!text.empty()) absl::ParseCivilTime(text, &day);
  return day;
}

void AddSteps(const AreaFigures& area, const RoundState& round,
              v1::ProgressRow& row) {
  for (const workflow::v1::Step& step : round.procedure().steps()) {
    v1::StepCount& count = *row.add_steps();
    count.set_step(step.number());
    count.set_label_vi(step.label().vi());
    count.set_label_en(step.label().en());
    count.set_started(area.Amount(measure::StepStarted(step.number())));
    count.set_completed(area.Amount(measure::StepCompleted(step.number())));
    count.set_in_progress(count.started() - count.completed());
  }
}

void AddMilestones(const AreaFigures& area, const RoundState& round,
                   v1::ProgressRow& row) {
  for (const workflow::v1::MilestoneKind& kind :
       round.procedure().milestones()) {
    const Figure reached = area.Of(measure::MilestoneReached(kind.code()));
    v1::MilestoneCount& count = *row.add_milestones();
    count.set_kind(kind.code());
    count.set_label_vi(kind.label().vi());
    count.set_label_en(kind.label().en());
    count.set_expected(area.Amount(measure::Units(kind.tier())));
    count.set_reached(reached.amount);
    count.set_last_date(Text(reached.last));
  }
}

v1::ProgressRow ToRow(const AreaFigures& area, const RoundState& round) {
  v1::ProgressRow row;
  row.set_area(area.code);
  row.set_display_name(area.display_name);
  row.set_villages(area.Amount(measure::kVillages));
  AddSteps(area, round, row);
  AddMilestones(area, round, row);

  const Figure classes = area.Of(measure::kOwnClasses);
  v1::TrainingCount& training = *row.mutable_training();
  training.set_own_classes(classes.amount);
  training.set_own_delegates(area.Amount(measure::kOwnDelegates));
  if (classes.amount > 0) {
    training.set_own_first_date(Text(area.Of(measure::kOwnClassesBegun).first));
    training.set_own_last_date(Text(classes.last));
  }
  const Figure persons = area.Of(measure::kPersonsTrained);
  training.set_persons_trained(persons.amount);
  training.set_persons_last_date(Text(persons.last));

  v1::HouseholdCount& households = *row.mutable_households();
  households.set_registered(area.Amount(measure::kRegistered));
  households.set_assessed(area.Amount(measure::kAssessed));
  households.set_poor(area.Amount(measure::kPoor));
  households.set_near_poor(area.Amount(measure::kNearPoor));
  households.set_not_poor(area.Amount(measure::kNotPoor));
  return row;
}

}  // namespace

absl::StatusOr<Question> ParseQuestion(const std::string& round,
                                       const std::string& area,
                                       const std::string& as_of,
                                       const std::string& group_by,
                                       absl::CivilDay today) {
  std::vector<Violation> faults;
  Question question{.round = round, .tier = group_by, .as_of = today};
  absl::string_view code = area;
  absl::ConsumePrefix(&code, "areas/");
  question.area = std::string(code);
  if (code.empty()) {
    faults.push_back(
        {.field = "area",
         .rule = "AREA_REQUIRED",
         .vi = "Chưa chọn đơn vị. Hãy ghi mã đơn vị, ví dụ 24.",
         .en = "No unit is given. Give a unit's code, such as 24."});
  }
  if (!as_of.empty() &&
      (as_of.size() != 10 || !absl::ParseCivilTime(as_of, &question.as_of))) {
    faults.push_back(
        {.field = "as_of",
         .rule = "AS_OF_MALFORMED",
         .vi = "Ngày không đúng. Hãy ghi năm-tháng-ngày, ví dụ 2021-10-10.",
         .en = "This is no date. Write year-month-day, such as 2021-10-10."});
  }
  if (question.as_of > today) {
    faults.push_back(
        {.field = "as_of",
         .rule = "AS_OF_IN_FUTURE",
         .vi = "Ngày này chưa tới. Hãy chọn hôm nay hoặc một ngày đã qua.",
         .en = "This day is still to come. Choose today or a day gone by."});
  }
  if (!group_by.empty() && group_by != "district" && group_by != "commune" &&
      group_by != "village") {
    faults.push_back(
        {.field = "group_by",
         .rule = "GROUP_BY_UNKNOWN",
         .vi = "Cấp không đúng. Hãy chọn district, commune hoặc village.",
         .en = "There is no such tier. Choose district, commune or village."});
  }
  if (!faults.empty()) return Invalid(std::move(faults));
  return question;
}

v1::ProgressReport ToProto(const Question& question, const Figures& figures,
                           const RoundState& round) {
  v1::ProgressReport report;
  report.set_round(question.round);
  report.set_training_round(round.round().training());
  report.set_as_of(absl::FormatCivilTime(question.as_of));
  *report.mutable_total() = ToRow(figures.total, round);
  if (question.tier.empty()) return report;
  for (const AreaFigures& part : figures.parts) {
    *report.add_rows() = ToRow(part, round);
  }
  const AreaFigures rest = Remainder(figures);
  const AreaFigures nothing{.code = rest.code,
                            .display_name = rest.display_name};
  const v1::ProgressRow row = ToRow(rest, round);
  if (row.SerializeAsString() != ToRow(nothing, round).SerializeAsString()) {
    *report.add_rows() = row;
  }
  return report;
}

BulletinFacts FactsOf(const v1::ProgressReport& report, const RoundState& round,
                      absl::CivilDay as_of) {
  const v1::ProgressRow& total = report.total();
  BulletinFacts facts{
      .round_title_vi = round.round().title().vi(),
      .round_title_en = round.round().title().en(),
      .area_name = total.display_name(),
      .training_round = report.training_round(),
      .up_to_date = report.completeness().up_to_date(),
      .as_of = as_of,
      .classes = total.training().own_classes(),
      .delegates = total.training().own_delegates(),
      .classes_from = DayOf(total.training().own_first_date()),
      .classes_to = DayOf(total.training().own_last_date()),
      .persons_trained = total.training().persons_trained(),
      .trained_by = DayOf(total.training().persons_last_date())};
  for (const v1::MilestoneCount& m : total.milestones()) {
    if (m.reached() == 0) continue;
    facts.milestones.push_back({.label_vi = m.label_vi(),
                                .label_en = m.label_en(),
                                .reached = {m.reached(), m.expected()},
                                .last_day = DayOf(m.last_date())});
  }
  for (const v1::StepCount& s : total.steps()) {
    facts.steps.push_back({.number = s.step(),
                           .label_vi = s.label_vi(),
                           .label_en = s.label_en(),
                           .completed = {s.completed(), total.villages()},
                           .in_progress = s.in_progress()});
  }
  return facts;
}

}  // namespace rasoat::reporting
