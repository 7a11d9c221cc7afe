#include "services/registry/rpc/household_event_proto.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "services/registry/domain/household_history.h"
#include "services/registry/load/content_hash.h"

namespace rasoat::registry {

absl::StatusOr<SeenHousehold> SeenOf(absl::string_view name,
                                     absl::string_view etag,
                                     const char* name_field,
                                     const char* etag_field) {
  SeenHousehold seen{.etag_field = etag_field};
  RASOAT_ASSIGN_OR_RETURN(seen.id, ParseHousehold(name, name_field));
  RASOAT_ASSIGN_OR_RETURN(seen.revision, SeenRevision(etag, etag_field));
  return seen;
}

Occasion OccasionOf(const std::string& event_date, const std::string& reason,
                    const std::string& actor) {
  return {.date = DayOf(event_date), .reason = reason, .actor = actor};
}

std::vector<NamedRelation> FromProto(
    const google::protobuf::RepeatedPtrField<v1::MemberRelation>& relations) {
  std::vector<NamedRelation> named;
  for (const v1::MemberRelation& one : relations) {
    named.push_back({one.member_id(), FromProto(one.relation())});
  }
  return named;
}

std::vector<Departure> FromProto(
    const google::protobuf::RepeatedPtrField<v1::MemberDeparture>& departures) {
  std::vector<Departure> all;
  for (const v1::MemberDeparture& one : departures) {
    all.push_back({one.member_id(), FromProto(one.kind())});
  }
  return all;
}

absl::StatusOr<SplitOff> FromProto(const v1::NewHousehold& wanted) {
  SplitOff off{
      .number = wanted.number(),
      .address = wanted.address(),
      .phone = wanted.phone(),
      .member_ids = {wanted.member_ids().begin(), wanted.member_ids().end()},
      .headship = HeadshipOf(wanted)};
  RASOAT_ASSIGN_OR_RETURN(
      off.id,
      ParseHouseholdId(wanted.household_id(), "new_household.household_id"));
  return off;
}

v1::HouseholdChange ChangeToProto(const Household& household,
                                  const Household* was) {
  v1::HouseholdChange change;
  change.set_revision(household.revision);
  *change.mutable_event() = ToProto(household.event);
  *change.mutable_record_time() = ToProto(household).update_time();
  if (was != nullptr) {
    for (std::string& field : ChangedFields(*was, household)) {
      change.add_changed_fields(std::move(field));
    }
  }
  return change;
}

absl::StatusOr<std::string> PrintOf(const google::protobuf::Message& request,
                                    const std::string& request_id) {
  if (request_id.empty()) return std::string();
  if (request_id.size() > 64 ||
      !std::all_of(request_id.begin(), request_id.end(),
                   [](char c) { return absl::ascii_isalnum(c) || c == '-'; })) {
    return Invalid(Violation{
        "request_id", "REQUEST_ID_MALFORMED",
        "Mã yêu cầu phải có 1 đến 64 chữ cái không dấu, chữ số hoặc dấu gạch "
        "nối.",
        "Give a request id of 1 to 64 ASCII letters, digits and hyphens."});
  }
  // No request has a map, so one content has one serialization.
  return Sha256(absl::StrCat(request.GetDescriptor()->full_name(), " ",
                             request.SerializeAsString()));
}

}  // namespace rasoat::registry
