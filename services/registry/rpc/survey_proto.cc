#include "services/registry/rpc/survey_proto.h"

#include <algorithm>
#include <cmath>
#include <variant>

#include "absl/strings/escaping.h"
#include "services/registry/domain/check_survey.h"
#include "services/registry/rpc/area_proto.h"
#include "services/registry/rpc/household_proto.h"
#include "services/registry/rpc/names.h"
#include "services/registry/rpc/timestamps.h"

namespace rasoat::registry {
namespace {

using Answers = google::protobuf::RepeatedPtrField<api::v1::Answer>;
using Codes = google::protobuf::RepeatedPtrField<std::string>;

Answer FromProto(const api::v1::Answer& shown) {
  Answer answer{.question = shown.question()};
  switch (shown.value_case()) {
    case api::v1::Answer::kChoice:
      answer.value = Choice{shown.choice()};
      break;
    case api::v1::Answer::kChoices:
      answer.value = Choices{
          {shown.choices().options().begin(), shown.choices().options().end()}};
      break;
    case api::v1::Answer::kNumber:
      answer.value = shown.number();
      break;
    case api::v1::Answer::kYes:
      answer.value = shown.yes();
      break;
    case api::v1::Answer::kText:
      answer.value = Text{shown.text()};
      break;
    case api::v1::Answer::VALUE_NOT_SET:
      break;
  }
  return answer;
}

/// Writes the one value of an answer.
struct ValueWriter {
  api::v1::Answer& shown;

  void operator()(std::monostate) const {}
  void operator()(const Choice& value) const { shown.set_choice(value.option); }
  void operator()(const Choices& value) const {
    Codes& options = *shown.mutable_choices()->mutable_options();
    options.Assign(value.options.begin(), value.options.end());
  }
  void operator()(std::int64_t value) const { shown.set_number(value); }
  void operator()(bool value) const { shown.set_yes(value); }
  void operator()(const Text& value) const { shown.set_text(value.value); }
};

std::vector<Answer> FromProto(const Answers& shown) {
  std::vector<Answer> answers;
  answers.reserve(shown.size());
  for (const api::v1::Answer& answer : shown) {
    answers.push_back(FromProto(answer));
  }
  return answers;
}

void ToProto(const std::vector<Answer>& answers, Answers& shown) {
  for (const Answer& answer : answers) {
    api::v1::Answer& one = *shown.Add();
    one.set_question(answer.question);
    std::visit(ValueWriter{one}, answer.value);
  }
}

DeclaredTotals FromProto(const api::v1::DeclaredTotals& shown) {
  // None is out of every range.
  return {.b1 = shown.has_b1() ? shown.b1() : -1,
          .deprivations = {shown.deprivations().begin(),
                           shown.deprivations().end()}};
}

void ToProto(const DeclaredTotals& declared, api::v1::DeclaredTotals& shown) {
  shown.set_b1(static_cast<std::int32_t>(declared.b1));
  shown.mutable_deprivations()->Assign(declared.deprivations.begin(),
                                       declared.deprivations.end());
}

/// Whole millionths of a degree, rounded.
std::int64_t Millionths(double degrees) {
  constexpr double kNonsense = 1000;
  if (!(degrees > -kNonsense && degrees < kNonsense)) {
    return Location::kNotDegrees;
  }
  return std::llround(degrees * 1e6);
}

Location FromProto(const v1::SurveyLocation& shown) {
  Location location{.latitude_e6 = Millionths(shown.latitude()),
                    .longitude_e6 = Millionths(shown.longitude()),
                    .accuracy_m = shown.accuracy_m()};
  if (shown.has_time()) {
    location.time =
        absl::FromUnixMicros(absl::ToUnixMicros(TimeOf(shown.time())));
  }
  return location;
}

void ToProto(const Location& location, v1::SurveyLocation& shown) {
  shown.set_latitude(static_cast<double>(location.latitude_e6) / 1e6);
  shown.set_longitude(static_cast<double>(location.longitude_e6) / 1e6);
  shown.set_accuracy_m(static_cast<std::int32_t>(location.accuracy_m));
  if (location.time) SetTime(*location.time, *shown.mutable_time());
}

/// The reviewer's part but for the members.
v1::Survey HeadToProto(const Survey& survey) {
  v1::Survey shown;
  shown.set_name(NameOf(survey.id));
  shown.set_household(NameOf(survey.household));
  shown.set_round(NameOf(survey.round));
  shown.set_form(NameOf(survey.form));
  shown.set_review_date(TextOf(survey.review_date));
  ToProto(survey.answers, *shown.mutable_answers());
  if (survey.declared) ToProto(*survey.declared, *shown.mutable_declared());
  shown.set_replaces(NameOf(survey.replaces));
  if (survey.device_time) {
    SetTime(*survey.device_time, *shown.mutable_device_time());
  }
  if (survey.location) ToProto(*survey.location, *shown.mutable_location());
  shown.set_correction_reason(survey.correction_reason);
  return shown;
}

void AddMember(const SurveyedMember& member, v1::Survey& shown) {
  v1::MemberAnswers& one = *shown.add_members();
  one.set_member_id(member.id);
  ToProto(member.answers, *one.mutable_answers());
}

}  // namespace

Survey FromProto(const v1::Survey& shown, std::vector<Violation>& faults) {
  Survey survey;
  if (!shown.household().empty()) {
    survey.household =
        OrFault(ParseHousehold(shown.household(), "survey.household"), faults);
  }
  survey.round = OrFault(ParseRound(shown.round(), "survey.round"), faults);
  survey.form = OrFault(ParseForm(shown.form(), "survey.form"), faults);
  survey.review_date = DayOf(shown.review_date());
  survey.answers = FromProto(shown.answers());
  for (const v1::MemberAnswers& member : shown.members()) {
    survey.members.push_back(
        {.id = member.member_id(), .answers = FromProto(member.answers())});
  }
  if (shown.has_declared()) survey.declared = FromProto(shown.declared());
  if (!shown.replaces().empty()) {
    survey.replaces =
        OrFault(ParseSurvey(shown.replaces(), "survey.replaces"), faults);
  }
  if (shown.has_device_time()) {
    survey.device_time =
        absl::FromUnixMicros(absl::ToUnixMicros(TimeOf(shown.device_time())));
  }
  PutPersonal(shown, survey);
  return survey;
}

v1::Survey PersonalToProto(const Survey& survey) {
  v1::Survey shown;
  if (survey.location) ToProto(*survey.location, *shown.mutable_location());
  shown.set_correction_reason(survey.correction_reason);
  return shown;
}

void PutPersonal(const v1::Survey& shown, Survey& survey) {
  survey.location.reset();
  if (shown.has_location()) survey.location = FromProto(shown.location());
  survey.correction_reason = shown.correction_reason();
}

v1::Survey ContentToProto(const Survey& survey) {
  v1::Survey shown = HeadToProto(survey);
  std::vector<const SurveyedMember*> answered;
  for (const SurveyedMember& member : survey.members) {
    if (!member.answers.empty()) answered.push_back(&member);
  }
  std::sort(answered.begin(), answered.end(),
            [](const auto* a, const auto* b) { return a->id < b->id; });
  for (const SurveyedMember* member : answered) AddMember(*member, shown);
  return shown;
}

v1::Survey ToProto(const Survey& survey) {
  v1::Survey shown = HeadToProto(survey);
  const bool any_answer = std::any_of(
      survey.members.begin(), survey.members.end(),
      [](const SurveyedMember& member) { return !member.answers.empty(); });
  if (!survey.declared || any_answer) {
    for (const SurveyedMember& member : survey.members) {
      AddMember(member, shown);
    }
  }
  SetTime(survey.submit_time, *shown.mutable_submit_time());
  if (survey.corrected_device_time) {
    SetTime(*survey.corrected_device_time,
            *shown.mutable_corrected_device_time());
  }
  shown.set_reviewer(survey.reviewer);
  shown.set_village(NameOf(survey.village));
  shown.set_form_hash(absl::BytesToHexString(survey.form_hash));
  shown.set_status(ToProto(survey.status));
  shown.set_form_kind(ToProto(survey.kind));
  if (survey.location) {
    shown.mutable_location()->set_outside_vietnam(
        !NearVietnam(*survey.location));
  }
  shown.set_etag(EtagOf(survey.revision));
  return shown;
}

v1::SurveyStatus ToProto(SurveyStatus status) {
  return static_cast<v1::SurveyStatus>(status);
}

v1::FormKind ToProto(FormKind kind) { return static_cast<v1::FormKind>(kind); }

FormKind FromProto(v1::FormKind kind) {
  return v1::FormKind_IsValid(kind) ? static_cast<FormKind>(kind)
                                    : FormKind::kUnspecified;
}

SurveyStatus FromProto(v1::SurveyStatus status) {
  return v1::SurveyStatus_IsValid(status) ? static_cast<SurveyStatus>(status)
                                          : SurveyStatus::kUnspecified;
}

api::v1::HouseholdFacts FactsOf(const Survey& survey) {
  api::v1::HouseholdFacts facts;
  facts.set_settlement(ToProto(survey.place.settlement));
  facts.set_region(ToProto(survey.place.region));
  facts.set_review_date(TextOf(survey.review_date));
  ToProto(survey.answers, *facts.mutable_answers());
  for (const SurveyedMember& member : survey.members) {
    api::v1::MemberFacts& one = *facts.add_members();
    one.set_member(member.id);
    one.set_birth_date(TextOf(member.birth_date));
    one.set_sex(ToProto(member.sex));
    ToProto(member.answers, *one.mutable_answers());
  }
  if (survey.declared) ToProto(*survey.declared, *facts.mutable_declared());
  return facts;
}

void PutFacts(const api::v1::HouseholdFacts& facts, Survey& survey) {
  survey.place = {.settlement = FromProto(facts.settlement()),
                  .region = FromProto(facts.region())};
  survey.answers = FromProto(facts.answers());
  survey.members.clear();
  for (const api::v1::MemberFacts& member : facts.members()) {
    survey.members.push_back({.id = member.member(),
                              .birth_date = DayOf(member.birth_date()),
                              .sex = FromProto(member.sex()),
                              .answers = FromProto(member.answers())});
  }
  survey.declared.reset();
  if (facts.has_declared()) {
    survey.declared = FromProto(facts.declared());
    // Kept by a version that did not write zeros.
    if (!facts.declared().has_b1()) survey.declared->b1 = 0;
  }
}

}  // namespace rasoat::registry
