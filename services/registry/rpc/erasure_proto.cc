#include "services/registry/rpc/erasure_proto.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/registry/rpc/names.h"
#include "services/registry/rpc/timestamps.h"

namespace rasoat::registry {
namespace {

constexpr char kErasures[] = "erasures/";
constexpr char kHolds[] = "legalHolds/";
constexpr char kHouseholds[] = "households/";

absl::Status Malformed(absl::string_view field, absl::string_view pattern) {
  return Invalid(Violation{
      std::string(field.data(), field.size()), "RESOURCE_NAME_MALFORMED",
      absl::StrCat("Tên phải có dạng ", pattern, "; hãy lấy từ danh sách."),
      absl::StrCat("Write it as ", pattern, "; take it from the list.")});
}

/// The id after `prefix`, as that of a household would be written.
absl::StatusOr<HouseholdId> IdAfter(absl::string_view prefix,
                                    absl::string_view name,
                                    absl::string_view field) {
  absl::string_view text = name;
  if (absl::ConsumePrefix(&text, prefix)) {
    auto id = ParseHousehold(absl::StrCat(kHouseholds, text), field);
    if (id.ok()) return id;
  }
  return Malformed(field, absl::StrCat(prefix, "{ULID}"));
}

std::string Named(absl::string_view prefix, const HouseholdId& id) {
  return absl::StrCat(prefix, absl::StripPrefix(NameOf(id), kHouseholds));
}

}  // namespace

std::string NameOf(const ErasureId& id) {
  return Named(kErasures, HouseholdId{id.bytes});
}

absl::StatusOr<ErasureId> ParseErasure(absl::string_view name,
                                       absl::string_view field) {
  const absl::StatusOr<HouseholdId> id = IdAfter(kErasures, name, field);
  if (!id.ok()) return id.status();
  return ErasureId{id->bytes};
}

absl::StatusOr<HouseholdId> ParseLegalHold(absl::string_view name,
                                           absl::string_view field) {
  return IdAfter(kHolds, name, field);
}

v1::Erasure ToProto(const Erasure& erasure) {
  v1::Erasure shown;
  shown.set_name(NameOf(erasure.id));
  shown.set_household(NameOf(erasure.household));
  shown.set_member(erasure.member_id);
  shown.set_reason(erasure.reason);
  shown.set_legal_ground(erasure.legal_ground);
  shown.set_state(static_cast<v1::ErasureState>(erasure.state));
  shown.set_creator(erasure.creator);
  SetTime(erasure.create_time, *shown.mutable_create_time());
  shown.set_decider(erasure.decider);
  if (erasure.decide_time) {
    SetTime(*erasure.decide_time, *shown.mutable_decide_time());
  }
  shown.set_remark(erasure.remark);
  shown.set_states_count(erasure.counts.states);
  shown.set_surveys_count(erasure.counts.surveys);
  shown.set_drafts_count(erasure.counts.drafts);
  shown.set_files_count(erasure.counts.files);
  shown.set_imports_count(erasure.counts.imports);
  return shown;
}

v1::LegalHold ToProto(const LegalHold& hold) {
  v1::LegalHold shown;
  shown.set_name(Named(kHolds, hold.household));
  shown.set_household(NameOf(hold.household));
  shown.set_reason(hold.reason);
  shown.set_holder(hold.holder);
  SetTime(hold.hold_time, *shown.mutable_hold_time());
  return shown;
}

v1::PastLegalHold ToProto(const PastHold& past) {
  v1::PastLegalHold shown;
  *shown.mutable_legal_hold() = ToProto(past.hold);
  shown.set_end_actor(past.end_actor);
  shown.set_end_reason(past.end_reason);
  SetTime(past.end_time, *shown.mutable_end_time());
  return shown;
}

}  // namespace rasoat::registry
