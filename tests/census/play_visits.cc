// The acts in the villages: visits, meetings, posting.
#include <string>

#include "absl/strings/str_cat.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "tests/census/answers.h"
#include "tests/census/chance.h"
#include "tests/census/crew.h"
#include "tests/census/people.h"
#include "tests/census/play.h"

namespace rasoat::census {
namespace {

constexpr int kVisitsACall = 100;
constexpr char kForm[] = "forms/survey-2021-training";
constexpr int kListStep = 1, kScoreStep = 2, kMeetingStep = 3, kPostingStep = 4;

/// One household on somebody's way.
struct Call {
  int village = 0;
  int number = 0;           ///< in its village, from 1
  std::uint64_t index = 0;  ///< in the census
};

std::vector<Call> Round(const Play& play) {
  std::vector<Call> calls;
  std::uint64_t index = 0;
  for (std::size_t v = 0; v < play.plan.villages.size(); ++v) {
    for (int n = 1; n <= play.plan.villages[v].households; ++n) {
      calls.push_back({static_cast<int>(v), n, index++});
    }
  }
  return calls;
}

absl::CivilDay VisitDay(const Play& play, const Call& call) {
  const VillagePlan& village = play.plan.villages[call.village];
  const absl::CivilDay last =
      village.scored.value_or(absl::CivilDay(2021, 10, 9));
  Chance chance(play.seed, "visit", call.index);
  const absl::CivilDay first = village.listed + 1;
  return first + chance.Between(0, static_cast<int>(last - first));
}

registry::v1::Visit MakeVisit(const Play& play, const registry::v1::Form& form,
                              const Call& call) {
  const Unit& village = play.world.villages[call.village];
  registry::v1::Visit visit;
  visit.set_village("areas/" + village.code);
  registry::v1::CreateHouseholdRequest& create = *visit.mutable_household();
  create.set_household_id(SeededUlid(play.seed, "household", call.index));
  *create.mutable_household() =
      MakeHousehold(play.world, play.seed, village, call.number, call.index);
  if (call.number <= play.plan.villages[call.village].visited) {
    registry::v1::SubmitSurveyRequest& submit = *visit.mutable_survey();
    submit.set_survey_id(SeededUlid(play.seed, "survey", call.index));
    *submit.mutable_survey() = FillForm(
        form, create.household(), VisitDay(play, call), play.seed, call.index);
    submit.mutable_survey()->set_round("rounds/" + play.plan.round);
  }
  return visit;
}

absl::Status Refusal(const registry::v1::ItemError& error) {
  std::string text;
  for (const registry::v1::FieldFault& fault : error.faults()) {
    absl::StrAppend(&text, fault.field(), ": ", fault.message_en(), "; ");
  }
  return Error(absl::StatusCode::kInternal, error.reason(), text);
}

absl::Status Complete(Play& play, const std::string& village, int step,
                      absl::CivilDay day,
                      const workflow::v1::Meeting* meeting) {
  workflow::v1::CompleteStepRequest request;
  request.set_name(village);
  request.set_step(step);
  request.set_date(absl::FormatCivilTime(day));
  if (meeting != nullptr) *request.mutable_meeting() = *meeting;
  return play.session
      .Call(play.session.rounds(), &workflow::v1::Rounds::Stub::CompleteStep,
            request)
      .status();
}

absl::Status Post(Play& play, const std::string& village, absl::CivilDay day) {
  workflow::v1::StartStepRequest request;
  request.set_name(village);
  request.set_step(kPostingStep);
  request.set_date(absl::FormatCivilTime(day));
  return play.session
      .Call(play.session.rounds(), &workflow::v1::Rounds::Stub::StartStep,
            request)
      .status();
}

absl::Status MoveVillage(Play& play, int at) {
  const VillagePlan& plan = play.plan.villages[at];
  const std::string name = absl::StrCat(
      "rounds/", play.plan.round, "/villages/", play.world.villages[at].code);
  RASOAT_RETURN_IF_ERROR(Complete(play, name, kListStep, plan.listed, nullptr));
  if (!plan.scored) return absl::OkStatus();
  RASOAT_RETURN_IF_ERROR(
      Complete(play, name, kScoreStep, *plan.scored, nullptr));
  if (!plan.met) return absl::OkStatus();
  Chance chance(play.seed, "meeting", at);
  workflow::v1::Meeting meeting;
  meeting.set_date(absl::FormatCivilTime(*plan.met));
  meeting.set_attended(chance.Between(20, 80));
  meeting.set_agreed(meeting.attended() - chance.Below(meeting.attended() / 3));
  RASOAT_RETURN_IF_ERROR(
      Complete(play, name, kMeetingStep, *plan.met, &meeting));
  if (!plan.posted) return absl::OkStatus();
  return Post(play, name, *plan.posted);
}

}  // namespace

absl::Status VisitHouseholds(Play& play) {
  registry::v1::GetFormRequest get;
  get.set_name(kForm);
  RASOAT_ASSIGN_OR_RETURN(
      const registry::v1::Form form,
      play.session.Call(play.session.forms(),
                        &registry::v1::Forms::Stub::GetForm, get));
  const std::vector<Call> round = Round(play);
  const int count = static_cast<int>(round.size());
  return DoChunks(
      "visits, in hundreds", count, kVisitsACall, play.workers,
      [&](int from, int to) -> absl::Status {
        registry::v1::SubmitVisitsRequest request;
        for (int i = from; i < to; ++i) {
          *request.add_visits() = MakeVisit(play, form, round[i]);
        }
        RASOAT_ASSIGN_OR_RETURN(
            const registry::v1::SubmitVisitsResponse response,
            play.session.Call(play.session.surveys(),
                              &registry::v1::Surveys::Stub::SubmitVisits,
                              request));
        for (const registry::v1::VisitReceipt& receipt : response.receipts()) {
          if (receipt.has_error()) return Refusal(receipt.error());
        }
        return absl::OkStatus();
      });
}

absl::Status MoveVillages(Play& play) {
  return DoAll("villages", static_cast<int>(play.plan.villages.size()),
               play.workers, [&](int at) { return MoveVillage(play, at); });
}

}  // namespace rasoat::census
