#include "services/registry/intake/judge.h"

#include <utility>

#include "services/common/clock/clock.h"
#include "services/common/status/error.h"
#include "services/registry/domain/check_survey.h"
#include "services/registry/domain/refusals.h"
#include "services/registry/domain/text.h"

namespace rasoat::registry {
namespace {

void Append(std::vector<Violation>& faults, std::vector<Violation> more) {
  for (Violation& fault : more) faults.push_back(std::move(fault));
}

/// The moment as it will be read back: the columns keep microseconds.
absl::Time Stored(absl::Time time) {
  return absl::FromUnixMicros(absl::ToUnixMicros(time));
}

void CheckVillage(const VisitDraft& draft, const AreaCode& village,
                  std::string field, std::vector<Violation>& faults) {
  if (draft.village.empty() || draft.village == village) return;
  Add(faults, std::move(field), "VILLAGE_DIFFERS",
      "Hộ không thuộc thôn của chuyến thăm; hãy gửi vào đúng thôn.",
      "The household is not of the village of the visit; send it with its "
      "own.");
}

/// Gathers what is wrong with the draft, and finds what is missing elsewhere.
class Judgement {
 public:
  explicit Judgement(const Evidence& evidence)
      : evidence_(evidence),
        draft_(evidence.draft),
        today_(DayInVietnam(evidence.submission.now)),
        faults_(draft_.faults) {}

  absl::StatusOr<NewVisit> Decide() {
    if (!draft_.household && !draft_.survey) {
      Add(faults_, "", "VISIT_EMPTY",
          "Chuyến thăm không có hộ cũng không có phiếu; hãy bỏ nó.",
          "The visit has neither household nor survey; leave it out.");
    }
    if (draft_.household && evidence_.household_standing == Standing::kFree) {
      AddHousehold();
    }
    if (draft_.survey && evidence_.survey_standing == Standing::kFree) {
      AddSurvey();
    }
    if (!faults_.empty()) return Invalid(std::move(faults_));
    if (!missing_.ok()) return missing_;
    if (draft_.receipt) AddReceipt();
    return std::move(visit_);
  }

 private:
  void Miss(absl::Status status) {
    if (missing_.ok()) missing_ = std::move(status);
  }

  void AddReceipt() {
    FieldReceipt receipt = *draft_.receipt;
    if (visit_.household) {
      receipt.household = visit_.household->id;
      receipt.revision = visit_.household->revision;
    } else if (visit_.survey) {
      receipt.household = visit_.survey->household;
      receipt.revision = visit_.seen_revision;
    }
    if (visit_.survey) receipt.survey = visit_.survey->id;
    visit_.receipt = std::move(receipt);
  }

  void AddHousehold() {
    Household household = *draft_.household;
    household.revision = 1;
    household.create_time = Stored(evidence_.submission.now);
    household.update_time = household.create_time;
    household.register_date = today_;
    household.event = {.kind = EventKind::kRegistered,
                       .date = today_,
                       .actor = evidence_.submission.reviewer};
    const Area* village = evidence_.areas.FindLatest(household.village, today_);
    if (village == nullptr || village->tier != Tier::kVillage) {
      Miss(VillageNotFound());
    }
    CheckVillage(draft_, household.village, "household.village", faults_);
    const bool training = village != nullptr && village->synthetic;
    Append(faults_,
           Prefixed("household.",
                    CheckHousehold(household, {.rules = evidence_.rules,
                                               .today = today_,
                                               .training = training})));
    visit_.household = std::move(household);
  }

  void AddSurvey() {
    const Household* household =
        visit_.household ? &*visit_.household : evidence_.known;
    if (draft_.household && draft_.survey->household != draft_.household->id) {
      Add(faults_, "survey.household", "SURVEY_HOUSEHOLD_DIFFERS",
          "Phiếu thuộc hộ khác với hộ của chuyến thăm; hãy để trống mục này.",
          "The survey is of another household than the visit's; leave this "
          "empty.");
      return;
    }
    if (draft_.survey->household.empty()) {
      // If it was malformed, that has been told.
      if (draft_.faults.empty()) {
        Add(faults_, "survey.household", "SURVEY_HOUSEHOLD_MISSING",
            "Phiếu chưa ghi thuộc hộ nào; hãy ghi households/{id}.",
            "The survey does not say whose it is; give households/{id}.");
      }
      return;
    }
    const FormShelf::Entry* entry = evidence_.forms.Find(draft_.survey->form);
    if (household == nullptr) Miss(HouseholdNotFound());
    if (entry == nullptr) Miss(FormNotFound());
    if (household != nullptr && !household->active()) {
      Miss(HouseholdNotActive());
    }
    if (household == nullptr || entry == nullptr) return;
    Survey survey = *draft_.survey;
    survey.village = household->village;
    CheckVillage(draft_, household->village, "survey.household", faults_);
    const Household& then = !visit_.household && evidence_.then != nullptr
                                ? *evidence_.then
                                : *household;
    Append(faults_,
           Prefixed("survey.", CheckSurvey(entry->form, then.members, survey,
                                           today_, evidence_.warnings)));
    FindPlace(survey);
    survey.form_hash = entry->form.content_hash;
    survey.kind = entry->form.kind;
    survey.reviewer = evidence_.submission.reviewer;
    survey.submit_time = Stored(evidence_.submission.now);
    if (survey.device_time) survey.device_time = Stored(*survey.device_time);
    AddMemberFacts(then, survey);
    visit_.seen_revision = household->revision;
    visit_.survey = std::move(survey);
    visit_.draft = draft_.draft;
  }

  void FindPlace(Survey& survey) {
    if (survey.review_date == kNoDay) return;
    const Area* village =
        evidence_.areas.Find(survey.village, survey.review_date);
    if (village != nullptr) {
      survey.place = evidence_.areas.PlaceOn(*village, survey.review_date);
    } else if (evidence_.areas.FindLatest(survey.village, today_) != nullptr) {
      Add(faults_, "survey.review_date", "VILLAGE_NOT_THEN",
          "Thôn không tồn tại vào ngày rà soát; hãy kiểm tra ngày.",
          "The village does not exist on the day of the visit; check the day.");
    }
  }

  const Evidence& evidence_;
  const VisitDraft& draft_;
  const absl::CivilDay today_;
  std::vector<Violation> faults_;
  absl::Status missing_;
  NewVisit visit_;
};

}  // namespace

absl::Status CheckStandings(const Evidence& evidence) {
  const VisitDraft& draft = evidence.draft;
  if (draft.household && evidence.household_standing == Standing::kOther) {
    return HouseholdExists();
  }
  // A survey that came in before came with, or after, its household.
  const bool survey_without_household =
      draft.household && evidence.household_standing == Standing::kFree &&
      evidence.survey_standing == Standing::kSame;
  if (draft.survey && (evidence.survey_standing == Standing::kOther ||
                       survey_without_household)) {
    return SurveyIdTaken();
  }
  return absl::OkStatus();
}

bool IsRepeat(const Evidence& evidence) {
  const VisitDraft& draft = evidence.draft;
  return (draft.household || draft.survey) &&
         (!draft.household || evidence.household_standing == Standing::kSame) &&
         (!draft.survey || evidence.survey_standing == Standing::kSame);
}

absl::StatusOr<NewVisit> Judge(const Evidence& evidence) {
  return Judgement(evidence).Decide();
}

}  // namespace rasoat::registry
