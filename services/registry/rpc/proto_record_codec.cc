#include "services/registry/rpc/proto_record_codec.h"

#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <string>

#include "absl/strings/escaping.h"
#include "rasoat/registry/v1/registry_feed.pb.h"
#include "services/common/status/error.h"
#include "services/registry/load/content_hash.h"
#include "services/registry/rpc/area_proto.h"
#include "services/registry/rpc/household_proto.h"
#include "services/registry/rpc/item_error.h"
#include "services/registry/rpc/names.h"
#include "services/registry/rpc/survey_proto.h"
#include "services/registry/rpc/survey_review_proto.h"

namespace rasoat::registry {
namespace {

absl::Status ContentUnreadable() {
  return Error(absl::StatusCode::kInternal, "CONTENT_UNREADABLE",
               "the stored content of a household cannot be read");
}

bool Parse(absl::string_view packed, google::protobuf::Message& out) {
  return out.ParseFromArray(packed.data(), static_cast<int>(packed.size()));
}

using Answers = google::protobuf::RepeatedPtrField<api::v1::Answer>;

void DropTexts(Answers& answers) {
  answers.erase(std::remove_if(answers.begin(), answers.end(),
                               [](const api::v1::Answer& answer) {
                                 return answer.has_text();
                               }),
                answers.end());
}

absl::Status Unreadable() {
  return Error(absl::StatusCode::kInternal, "FACTS_UNREADABLE",
               "what is stored of a survey cannot be read");
}

}  // namespace

// None of the messages has a map, so one content has one serialization.
std::string ProtoRecordCodec::Fingerprint(const Household& household) const {
  return Sha256(ContentToProto(household).SerializeAsString());
}

std::string ProtoRecordCodec::Fingerprint(const Survey& survey) const {
  return Sha256(ContentToProto(survey).SerializeAsString());
}

std::string ProtoRecordCodec::PackContent(const Household& household) const {
  return SealedToProto(household).SerializeAsString();
}

absl::Status ProtoRecordCodec::UnpackContent(absl::string_view packed,
                                             Household& household) const {
  v1::Household shown;
  if (!shown.ParseFromArray(packed.data(), static_cast<int>(packed.size()))) {
    return ContentUnreadable();
  }
  PutSealed(shown, household);
  return absl::OkStatus();
}

absl::Status ProtoRecordCodec::UnpackJson(absl::string_view json,
                                          Household& household) const {
  v1::Household shown;
  if (!google::protobuf::util::JsonStringToMessage(std::string(json), &shown)
           .ok()) {
    return ContentUnreadable();
  }
  PutSealed(shown, household);
  return absl::OkStatus();
}

std::string ProtoRecordCodec::PackFacts(const Survey& survey) const {
  return FactsOf(survey).SerializeAsString();
}

absl::Status ProtoRecordCodec::UnpackFacts(absl::string_view packed,
                                           Survey& survey) const {
  api::v1::HouseholdFacts facts;
  if (!Parse(packed, facts)) return Unreadable();
  PutFacts(facts, survey);
  return absl::OkStatus();
}

std::string ProtoRecordCodec::PackPersonal(const Survey& survey) const {
  return PersonalToProto(survey).SerializeAsString();
}

absl::Status ProtoRecordCodec::UnpackPersonal(absl::string_view packed,
                                              Survey& survey) const {
  v1::Survey personal;
  if (!Parse(packed, personal)) return Unreadable();
  PutPersonal(personal, survey);
  return absl::OkStatus();
}

std::string ProtoRecordCodec::PackComments(
    const ReviewComments& comments) const {
  return ToProto(comments).SerializeAsString();
}

absl::StatusOr<ReviewComments> ProtoRecordCodec::UnpackComments(
    absl::string_view packed) const {
  v1::ReviewComments comments;
  if (!Parse(packed, comments)) return Unreadable();
  return FromProto(comments);
}

std::string ProtoRecordCodec::PackRefusal(const Refusal& refusal) const {
  return ToProto(refusal).SerializeAsString();
}

absl::Status ProtoRecordCodec::UnpackRefusal(absl::string_view packed,
                                             Refusal& refusal) const {
  v1::ItemError error;
  if (!error.ParseFromArray(packed.data(), static_cast<int>(packed.size()))) {
    return Error(absl::StatusCode::kInternal, "REFUSAL_UNREADABLE",
                 "the stored refusal of an item cannot be read");
  }
  refusal = FromProto(error);
  return absl::OkStatus();
}

void ProtoRecordCodec::Tell(const Area& area, feed::Changes& changes) const {
  v1::AreaState state;
  *state.mutable_area() = ToProto(area);
  changes.Add(NameOf(area.code), area.code.value, state);
}

void ProtoRecordCodec::Tell(const Household& household, const AreaCode& was_in,
                            feed::Changes& changes) const {
  v1::HouseholdState state;
  state.set_household(NameOf(household.id));
  state.set_village(household.village.value);
  state.set_member_count(static_cast<int>(household.members.size()));
  if (const Member* head = household.Head()) {
    state.set_head_ethnic_group(head->ethnic_group);
    state.set_head_ethnic_code_system(ToProto(head->ethnic_code_system));
    state.set_head_sex(ToProto(head->sex));
  }
  state.set_active(household.active());
  state.set_status(static_cast<v1::HouseholdStatus>(household.status));
  state.set_merged_into(NameOf(household.merged_into));
  state.set_event_kind(ToProto(household.event.kind));
  state.set_event_date(TextOf(household.event.date));
  state.set_related(NameOf(household.event.related));
  if (was_in != household.village) {
    state.set_left_village(was_in.value);
    changes.Add(state.household(), was_in.value, state);
  }
  changes.Add(state.household(), household.village.value, state);
}

void ProtoRecordCodec::Tell(const Survey& survey,
                            feed::Changes& changes) const {
  v1::SurveyState state;
  state.set_survey(NameOf(survey.id));
  state.set_household(NameOf(survey.household));
  state.set_round(NameOf(survey.round));
  state.set_village(survey.village.value);
  state.set_replaces(NameOf(survey.replaces));
  state.set_form_hash(absl::BytesToHexString(survey.form_hash));
  // What somebody wrote in words is never scored, and may name anybody.
  *state.mutable_facts() = FactsOf(survey);
  DropTexts(*state.mutable_facts()->mutable_answers());
  for (api::v1::MemberFacts& member :
       *state.mutable_facts()->mutable_members()) {
    DropTexts(*member.mutable_answers());
  }
  state.set_status(ToProto(survey.status));
  state.set_form_kind(ToProto(survey.kind));
  changes.Add(state.survey(), survey.village.value, state);
}

}  // namespace rasoat::registry
