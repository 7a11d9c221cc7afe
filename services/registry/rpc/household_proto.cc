#include "services/registry/rpc/household_proto.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/registry/rpc/names.h"

namespace rasoat::registry {
namespace {

void SetTime(absl::Time time, google::protobuf::Timestamp& out) {
  const std::int64_t seconds = absl::ToUnixSeconds(time);
  out.set_seconds(seconds);
  out.set_nanos(static_cast<int>(
      absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(seconds))));
}

Member ReadMember(const v1::Member& shown) {
  Member member;
  member.id = shown.member_id();
  member.full_name = shown.full_name();
  member.birth_date = DayOf(shown.birth_date());
  member.sex = FromProto(shown.sex());
  member.relation = v1::Relation_IsValid(shown.relation())
                        ? static_cast<Relation>(shown.relation())
                        : Relation::kUnspecified;
  member.ethnic_group = shown.ethnic_group();
  member.identity_kind = v1::IdentityKind_IsValid(shown.identity_kind())
                             ? static_cast<IdentityKind>(shown.identity_kind())
                             : IdentityKind::kNone;
  member.identity_number = shown.identity_number();
  return member;
}

void WriteMember(const Member& member, v1::Member& shown) {
  shown.set_member_id(member.id);
  shown.set_full_name(member.full_name);
  shown.set_birth_date(TextOf(member.birth_date));
  shown.set_sex(ToProto(member.sex));
  shown.set_relation(static_cast<v1::Relation>(member.relation));
  shown.set_ethnic_group(member.ethnic_group);
  shown.set_identity_kind(static_cast<v1::IdentityKind>(member.identity_kind));
  shown.set_identity_number(member.identity_number);
}

}  // namespace

api::v1::Sex ToProto(Sex sex) { return static_cast<api::v1::Sex>(sex); }

Sex FromProto(api::v1::Sex sex) {
  return api::v1::Sex_IsValid(sex) ? static_cast<Sex>(sex) : Sex::kUnspecified;
}

std::string EtagOf(std::int64_t revision) {
  return absl::StrCat("\"", revision, "\"");
}

std::int64_t RevisionOf(absl::string_view etag) {
  std::int64_t revision = 0;
  if (!absl::ConsumePrefix(&etag, "\"") || !absl::ConsumeSuffix(&etag, "\"") ||
      !absl::SimpleAtoi(etag, &revision)) {
    return 0;
  }
  return revision;
}

Household FromProto(const v1::Household& shown,
                    std::vector<Violation>& faults) {
  Household household;
  household.village =
      OrFault(ParseArea(shown.village(), "household.village"), faults);
  household.number = shown.number();
  household.address = shown.address();
  household.phone = shown.phone();
  for (const v1::Member& member : shown.members()) {
    household.members.push_back(ReadMember(member));
  }
  return household;
}

v1::Household ContentToProto(const Household& household) {
  v1::Household shown;
  shown.set_name(NameOf(household.id));
  shown.set_village(NameOf(household.village));
  shown.set_number(static_cast<std::int32_t>(household.number));
  shown.set_address(household.address);
  shown.set_phone(household.phone);
  for (const Member& member : household.members) {
    WriteMember(member, *shown.add_members());
  }
  return shown;
}

v1::Household ToProto(const Household& household) {
  v1::Household shown = ContentToProto(household);
  shown.set_etag(EtagOf(household.revision));
  SetTime(household.create_time, *shown.mutable_create_time());
  SetTime(household.update_time, *shown.mutable_update_time());
  return shown;
}

}  // namespace rasoat::registry
