#include "services/registry/rpc/household_proto.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/registry/rpc/names.h"
#include "services/registry/rpc/timestamps.h"

namespace rasoat::registry {
namespace {

void WriteMember(const Member& member, v1::Member& shown) {
  shown.set_member_id(member.id);
  shown.set_full_name(member.full_name);
  shown.set_birth_date(TextOf(member.birth_date));
  shown.set_sex(ToProto(member.sex));
  shown.set_relation(static_cast<v1::Relation>(member.relation));
  shown.set_ethnic_group(member.ethnic_group);
  // Left out for the usual list, as in what was kept before there was a choice:
  // its fingerprint stays.
  if (member.ethnic_code_system != EthnicCodeSystem::kList121Tctk) {
    shown.set_ethnic_code_system(ToProto(member.ethnic_code_system));
  }
  shown.set_identity_kind(static_cast<v1::IdentityKind>(member.identity_kind));
  shown.set_identity_number(member.identity_number);
  shown.set_death_date(TextOf(member.death_date));
}

/// A stored name; none for what is not one.
HouseholdId IdIn(const std::string& name) {
  return ParseHousehold(name, "").value_or(HouseholdId());
}

FormerMember ReadFormer(const v1::FormerMember& shown) {
  return {.member = FromProto(shown.member()),
          .why = FromProto(shown.kind()),
          .date = DayOf(shown.event_date()),
          .to = IdIn(shown.household()),
          .to_id = shown.member_id()};
}

void WriteFormer(const FormerMember& former, v1::FormerMember& shown) {
  WriteMember(former.member, *shown.mutable_member());
  shown.set_kind(ToProto(former.why));
  shown.set_event_date(TextOf(former.date));
  shown.set_household(NameOf(former.to));
  shown.set_member_id(former.to_id);
}

/// What is kept sealed of a household, and shown of it.
void WriteSealed(const Household& household, v1::Household& shown) {
  shown.set_address(household.address);
  shown.set_phone(household.phone);
  for (const Member& member : household.members) {
    WriteMember(member, *shown.add_members());
  }
  for (const FormerMember& former : household.former) {
    WriteFormer(former, *shown.add_former_members());
  }
  for (const ListedValue& value : household.listing) {
    v1::ListedValue& listed = *shown.add_listing();
    listed.set_column(value.column);
    listed.set_value(value.value);
  }
}

absl::Status NotMutable(const std::string& path) {
  return Invalid(Violation{
      "update_mask", "FIELD_NOT_MUTABLE",
      "Chỉ sửa được number, address, phone, members; hãy sửa update_mask.",
      absl::StrCat("'", path,
                   "' cannot be changed; name only number, address, phone and "
                   "members.")});
}

}  // namespace

v1::EthnicCodeSystem ToProto(EthnicCodeSystem system) {
  return system == EthnicCodeSystem::kCensus
             ? v1::ETHNIC_CODE_SYSTEM_CENSUS
             : v1::ETHNIC_CODE_SYSTEM_LIST_121_TCTK;
}

EventKind FromProto(v1::HouseholdEventKind kind) {
  return v1::HouseholdEventKind_IsValid(kind) ? static_cast<EventKind>(kind)
                                              : EventKind::kUnspecified;
}

Relation FromProto(v1::Relation relation) {
  return v1::Relation_IsValid(relation) ? static_cast<Relation>(relation)
                                        : Relation::kUnspecified;
}

Member FromProto(const v1::Member& shown) {
  Member member;
  member.id = shown.member_id();
  member.full_name = shown.full_name();
  member.birth_date = DayOf(shown.birth_date());
  member.sex = FromProto(shown.sex());
  member.relation = FromProto(shown.relation());
  member.ethnic_group = shown.ethnic_group();
  member.ethnic_code_system =
      shown.ethnic_code_system() == v1::ETHNIC_CODE_SYSTEM_CENSUS
          ? EthnicCodeSystem::kCensus
          : EthnicCodeSystem::kList121Tctk;
  member.identity_kind = v1::IdentityKind_IsValid(shown.identity_kind())
                             ? static_cast<IdentityKind>(shown.identity_kind())
                             : IdentityKind::kNone;
  member.identity_number = shown.identity_number();
  member.death_date = DayOf(shown.death_date());
  return member;
}

v1::HouseholdEventKind ToProto(EventKind kind) {
  return static_cast<v1::HouseholdEventKind>(kind);
}

v1::Member ToProto(const Member& member) {
  v1::Member shown;
  WriteMember(member, shown);
  return shown;
}

api::v1::Sex ToProto(Sex sex) { return static_cast<api::v1::Sex>(sex); }

Sex FromProto(api::v1::Sex sex) {
  return api::v1::Sex_IsValid(sex) ? static_cast<Sex>(sex) : Sex::kUnspecified;
}

absl::StatusOr<std::int64_t> SeenRevision(absl::string_view etag,
                                          absl::string_view field) {
  if (!etag.empty()) return RevisionOf(etag);
  return Invalid(Violation{
      std::string(field), "ETAG_MISSING",
      "Thiếu etag của bản đã đọc; hãy đọc lại hộ rồi gửi kèm etag.",
      "The etag last read is missing; read the household and send its etag."});
}

absl::Status PutMask(const google::protobuf::FieldMask& mask,
                     HouseholdEdit& edit) {
  if (mask.paths().empty()) {
    edit.number = edit.address = edit.phone = edit.members = true;
  }
  for (const std::string& path : mask.paths()) {
    if (path == "number") {
      edit.number = true;
    } else if (path == "address") {
      edit.address = true;
    } else if (path == "phone") {
      edit.phone = true;
    } else if (path == "members") {
      edit.members = true;
    } else {
      return NotMutable(path);
    }
  }
  return absl::OkStatus();
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
    household.members.push_back(FromProto(member));
  }
  return household;
}

v1::Household ContentToProto(const Household& household) {
  v1::Household shown;
  shown.set_name(NameOf(household.id));
  shown.set_village(NameOf(household.village));
  shown.set_number(static_cast<std::int32_t>(household.number));
  WriteSealed(household, shown);
  return shown;
}

v1::Household SealedToProto(const Household& household) {
  v1::Household shown;
  WriteSealed(household, shown);
  shown.mutable_event()->set_reason(household.event.reason);
  shown.mutable_event()->mutable_member_ids()->Assign(
      household.event.members.begin(), household.event.members.end());
  return shown;
}

void PutSealed(const v1::Household& shown, Household& household) {
  household.address = shown.address();
  household.phone = shown.phone();
  household.members.clear();
  household.members.reserve(shown.members_size());
  for (const v1::Member& member : shown.members()) {
    household.members.push_back(FromProto(member));
  }
  household.former.clear();
  for (const v1::FormerMember& former : shown.former_members()) {
    household.former.push_back(ReadFormer(former));
  }
  household.listing.clear();
  for (const v1::ListedValue& listed : shown.listing()) {
    household.listing.push_back({listed.column(), listed.value()});
  }
  household.event.reason = shown.event().reason();
  household.event.members.assign(shown.event().member_ids().begin(),
                                 shown.event().member_ids().end());
}

v1::HouseholdEvent ToProto(const HouseholdEvent& event) {
  v1::HouseholdEvent shown;
  shown.set_kind(ToProto(event.kind));
  shown.set_event_date(TextOf(event.date));
  shown.set_reason(event.reason);
  shown.set_actor(event.actor);
  shown.set_related(NameOf(event.related));
  shown.mutable_member_ids()->Assign(event.members.begin(),
                                     event.members.end());
  return shown;
}

v1::Household ToProto(const Household& household) {
  v1::Household shown = ContentToProto(household);
  shown.set_etag(EtagOf(household.revision));
  SetTime(household.create_time, *shown.mutable_create_time());
  SetTime(household.update_time, *shown.mutable_update_time());
  shown.set_status(static_cast<v1::HouseholdStatus>(household.status));
  shown.set_merged_into(NameOf(household.merged_into));
  *shown.mutable_event() = ToProto(household.event);
  shown.set_register_date(TextOf(household.register_date));
  for (std::size_t i = 0; i < household.members.size(); ++i) {
    shown.mutable_members(static_cast<int>(i))
        ->set_ethnic_code_system(
            ToProto(household.members[i].ethnic_code_system));
  }
  return shown;
}

}  // namespace rasoat::registry
