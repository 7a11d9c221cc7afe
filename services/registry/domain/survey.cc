#include "services/registry/domain/survey.h"

#include <algorithm>
#include <utility>

#include "services/common/status/status_macros.h"
#include "services/registry/domain/refusals.h"

namespace rasoat::registry {
namespace {

std::vector<std::pair<std::string, std::vector<Answer>>> Answered(
    const Survey& survey) {
  std::vector<std::pair<std::string, std::vector<Answer>>> answered;
  for (const SurveyedMember& member : survey.members) {
    if (!member.answers.empty())
      answered.emplace_back(member.id, member.answers);
  }
  std::sort(answered.begin(), answered.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  return answered;
}

}  // namespace

bool Meets(const Answer& answer, const std::vector<std::string>& wanted) {
  const auto is_wanted = [&](const std::string& code) {
    return std::find(wanted.begin(), wanted.end(), code) != wanted.end();
  };
  if (const auto* one = std::get_if<Choice>(&answer.value)) {
    return is_wanted(one->option);
  }
  if (const auto* some = std::get_if<Choices>(&answer.value)) {
    return std::any_of(some->options.begin(), some->options.end(), is_wanted);
  }
  const auto* yes = std::get_if<bool>(&answer.value);
  return yes != nullptr && is_wanted(*yes ? "yes" : "no");
}

absl::Status MayReplace(const Survey& next, const CurrentSurvey* current) {
  const SurveyId newest = current == nullptr ? SurveyId() : current->id;
  if (next.replaces != newest) {
    return next.replaces.empty() ? SurveyExists() : SurveyReplaced();
  }
  if (newest.empty()) return absl::OkStatus();
  RASOAT_ASSIGN_OR_RETURN(const SurveyTransition transition,
                          FindTransition(current->status, SurveyAct::kReplace));
  if (transition.needs_words && next.correction_reason.empty()) {
    return CorrectionReasonMissing();
  }
  return absl::OkStatus();
}

bool SameContent(const Survey& a, const Survey& b) {
  return a.id == b.id && a.household == b.household && a.round == b.round &&
         a.form == b.form && a.review_date == b.review_date &&
         a.answers == b.answers && a.declared == b.declared &&
         a.replaces == b.replaces && a.device_time == b.device_time &&
         a.location == b.location &&
         a.correction_reason == b.correction_reason &&
         Answered(a) == Answered(b);
}

void AddMemberFacts(const Household& household, Survey& survey) {
  std::vector<SurveyedMember> members;
  members.reserve(household.members.size());
  for (const Member& member : household.members) {
    SurveyedMember& surveyed = members.emplace_back();
    surveyed.id = member.id;
    surveyed.birth_date = member.birth_date;
    surveyed.sex = member.sex;
    for (SurveyedMember& given : survey.members) {
      if (given.id == member.id) surveyed.answers = std::move(given.answers);
    }
  }
  survey.members = std::move(members);
}

}  // namespace rasoat::registry
