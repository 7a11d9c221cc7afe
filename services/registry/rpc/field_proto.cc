#include "services/registry/rpc/field_proto.h"

#include <string>
#include <utility>
#include <variant>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/ids/ulid.h"
#include "services/common/status/status_macros.h"
#include "services/registry/domain/field_refusals.h"
#include "services/registry/domain/text.h"
#include "services/registry/load/content_hash.h"
#include "services/registry/rpc/field_requests.h"
#include "services/registry/rpc/household_proto.h"
#include "services/registry/rpc/item_error.h"
#include "services/registry/rpc/names.h"
#include "services/registry/rpc/timestamps.h"
#include "services/registry/rpc/visit_proto.h"

namespace rasoat::registry {
namespace {

constexpr int kMostItems = 200;

/// A time that a column holds; none for others: clocks that never were set.
std::optional<absl::Time> StorableTime(
    const google::protobuf::Timestamp& time) {
  constexpr std::int64_t kFirst = 0;             // 1970
  constexpr std::int64_t kLast = 4'102'444'800;  // 2100
  if (time.seconds() < kFirst || time.seconds() >= kLast) return std::nullopt;
  return absl::FromUnixMicros(absl::ToUnixMicros(TimeOf(time)));
}

/// A clock that never was set is told of, and no reason to refuse a survey: the
/// item's own time is kept beside it.
void DropOddTime(Survey& survey) {
  const absl::TimeZone utc = absl::UTCTimeZone();
  if (survey.device_time &&
      (*survey.device_time < absl::FromCivil(absl::CivilYear(2000), utc) ||
       *survey.device_time >= absl::FromCivil(absl::CivilYear(2100), utc))) {
    survey.device_time.reset();
  }
}

void Read(const v1::FieldChange& shown, FieldItem& item) {
  FieldChange& change = item.change.emplace();
  change.household =
      OrFault(ParseHousehold(shown.household().name(), "change.household.name"),
              item.faults);
  std::vector<Violation> village_is_not_read;
  change.edit.wanted = FromProto(shown.household(), village_is_not_read);
  change.edit.seen_revision = RevisionOf(shown.household().etag());
  for (Violation& fault :
       ViolationsOf(PutMask(shown.update_mask(), change.edit))) {
    fault.field.insert(0, "change.");
    item.faults.push_back(std::move(fault));
  }
  if (shown.has_base()) {
    change.base = FromProto(shown.base(), village_is_not_read);
  }
  if (!shown.after_item().empty()) {
    change.after = OrFault(ParseItemId(shown.after_item(), "change.after_item"),
                           item.faults);
  }
}

FieldItem ReadItem(const v1::FieldItem& shown, const std::string& actor,
                   const MayCall& may_call) {
  FieldItem item;
  item.id = OrFault(ParseItemId(shown.item_id(), "item_id"), item.faults);
  item.print = Sha256(shown.SerializeAsString());
  item.village = OrFault(ParseArea(shown.village(), "village"), item.faults);
  item.stamp.sequence = shown.sequence();
  if (shown.has_device_time()) {
    item.stamp.time = StorableTime(shown.device_time());
  }
  switch (shown.work_case()) {
    case v1::FieldItem::kRegistration:
      item.visit = FromProto(shown.registration());
      if (item.visit->faults.empty()) {
        CheckChosen(!item.visit->household->id.empty(), "household_id",
                    item.visit->faults);
      }
      break;
    case v1::FieldItem::kSurvey:
      item.visit = FromProto(shown.survey());
      if (item.visit->faults.empty()) {
        CheckChosen(!item.visit->survey->id.empty(), "survey_id",
                    item.visit->faults);
      }
      DropOddTime(*item.visit->survey);
      break;
    case v1::FieldItem::kChange:
      Read(shown.change(), item);
      break;
    default:
      ReadRequest(shown, actor, may_call, item);
      break;
  }
  return item;
}

/// Where a fault that intake tells of stands in the item.
std::string PathIn(const v1::FieldItem& shown, const std::string& field) {
  switch (shown.work_case()) {
    case v1::FieldItem::kRegistration:
      if (absl::StartsWith(field, "household")) {
        return absl::StrCat("registration.", field);
      }
      return field;
    case v1::FieldItem::kSurvey:
      if (absl::StartsWith(field, "survey")) {
        return absl::StrCat("survey.", field);
      }
      return field;
    case v1::FieldItem::kChange:
      if (absl::StartsWith(field, "household")) {
        return absl::StrCat("change.", field);
      }
      return field;
    default:
      return field;
  }
}

/// Tells a value as text.
struct ValueTeller {
  std::string operator()(std::monostate) const { return ""; }
  std::string operator()(const std::string& text) const { return text; }
  std::string operator()(std::int64_t number) const {
    return absl::StrCat(number);
  }
  std::string operator()(absl::CivilDay day) const { return TextOf(day); }
  std::string operator()(Sex sex) const {
    return api::v1::Sex_Name(ToProto(sex));
  }
  std::string operator()(Relation relation) const {
    return v1::Relation_Name(static_cast<v1::Relation>(relation));
  }
};

std::string TextOf(const FieldValue& value) {
  return std::visit(ValueTeller(), value);
}

void Write(const FieldConflict& conflict, v1::FieldConflict& shown) {
  shown.set_field(conflict.field);
  shown.set_base_value(TextOf(conflict.base));
  shown.set_server_value(TextOf(conflict.server));
  shown.set_device_value(TextOf(conflict.device));
  if (conflict.base_member) {
    *shown.mutable_base_member() = ToProto(*conflict.base_member);
  }
  if (conflict.server_member) {
    *shown.mutable_server_member() = ToProto(*conflict.server_member);
  }
  if (conflict.device_member) {
    *shown.mutable_device_member() = ToProto(*conflict.device_member);
  }
}

void Write(const v1::FieldItem& item, const FieldResult& result,
           v1::FieldReceipt& shown) {
  const FieldReceipt& receipt = result.receipt;
  shown.set_item_id(item.item_id());
  shown.set_outcome(static_cast<v1::ItemOutcome>(receipt.outcome));
  shown.set_household(NameOf(receipt.household));
  if (receipt.revision > 0) shown.set_household_etag(EtagOf(receipt.revision));
  shown.set_survey(NameOf(receipt.survey));
  for (const FieldConflict& conflict : result.conflicts) {
    Write(conflict, *shown.add_conflicts());
  }
  if (!receipt.refusal.reason.empty()) {
    *shown.mutable_error() = ToProto(receipt.refusal);
    for (v1::FieldFault& fault : *shown.mutable_error()->mutable_faults()) {
      fault.set_field(PathIn(item, fault.field()));
    }
  }
  shown.set_final(result.final);
  if (receipt.clock.wrong) {
    *shown.add_warnings() = ToProto(DeviceClockWrong(receipt.clock.offset));
  }
  if (receipt.jumped || (item.has_device_time() && !receipt.stamp.time)) {
    *shown.add_warnings() = ToProto(DeviceClockJumped());
  }
  shown.set_draft(NameOf(receipt.draft));
  if (receipt.draft_revision > 0) {
    shown.set_draft_etag(EtagOf(receipt.draft_revision));
  }
  if (receipt.corrected_time) {
    SetTime(*receipt.corrected_time, *shown.mutable_corrected_time());
  }
}

void Write(const WorkCounts& counts, v1::WorkCounts& shown) {
  shown.set_left(static_cast<std::int32_t>(counts.left));
  shown.set_done(static_cast<std::int32_t>(counts.done));
  shown.set_returned(static_cast<std::int32_t>(counts.returned));
}

}  // namespace

absl::StatusOr<FieldBatch> FromProto(const v1::SubmitFieldWorkRequest& request,
                                     const std::string& actor,
                                     const MayCall& may_call) {
  RASOAT_RETURN_IF_ERROR(
      CheckItemCount(request.items_size(), kMostItems, "items"));
  FieldBatch batch;
  RASOAT_ASSIGN_OR_RETURN(batch.device,
                          ParseDevice(request.device(), "device"));
  if (!request.has_send_time()) {
    return Invalid(Violation{
        "send_time", "SEND_TIME_MISSING",
        "Thiếu giờ gửi theo đồng hồ của máy; hãy gửi kèm giờ gửi.",
        "The time of sending by the device's clock is missing; send it."});
  }
  batch.sent = TimeOf(request.send_time());
  batch.items.reserve(request.items_size());
  for (const v1::FieldItem& item : request.items()) {
    batch.items.push_back(ReadItem(item, actor, may_call));
  }
  return batch;
}

v1::SubmitFieldWorkResponse ToProto(const v1::SubmitFieldWorkRequest& request,
                                    const FieldOutcome& outcome,
                                    absl::Time now) {
  v1::SubmitFieldWorkResponse response;
  for (int i = 0; i < request.items_size(); ++i) {
    const v1::FieldItem& item = request.items(i);
    const FieldResult& result = outcome.results[i];
    Write(item, result, *response.add_receipts());
    if (!result.visit || result.visit->warnings.empty()) continue;
    v1::ItemOddities& odd = *response.add_oddities();
    odd.set_item_id(item.item_id());
    for (const Violation& warning : result.visit->warnings) {
      v1::FieldFault& told = *odd.add_warnings() = ToProto(warning);
      told.set_field(PathIn(item, told.field()));
    }
  }
  SetTime(now, *response.mutable_receive_time());
  SetDuration(outcome.clock.offset, *response.mutable_clock_offset());
  response.set_clock_wrong(outcome.clock.wrong);
  return response;
}

v1::Device ToProto(const Device& device) {
  v1::Device shown;
  shown.set_name(NameOf(device.id));
  shown.set_area(NameOf(device.area));
  shown.set_model(device.model);
  shown.set_reviewer(device.reviewer);
  SetTime(device.last_seen, *shown.mutable_last_seen_time());
  if (device.clock_offset) {
    SetDuration(*device.clock_offset, *shown.mutable_clock_offset());
  }
  shown.set_package_position(device.package_position);
  shown.set_last_sequence(device.last.sequence);
  return shown;
}

v1::WorkItem ToProto(const WorkNote& note) {
  v1::WorkItem shown;
  shown.set_household(NameOf(note.household));
  shown.set_village(NameOf(note.village));
  shown.set_number(static_cast<std::int32_t>(note.number));
  shown.set_state(static_cast<v1::WorkState>(note.state));
  shown.set_survey(NameOf(note.survey));
  shown.set_reviewer(note.reviewer);
  if (note.submit_time) {
    SetTime(*note.submit_time, *shown.mutable_submit_time());
  }
  return shown;
}

void Write(const WorkSummary& summary, v1::ListWorkResponse& response) {
  Write(summary.counts, *response.mutable_counts());
  for (const ReviewerWork& work : summary.reviewers) {
    v1::ReviewerWork& shown = *response.add_reviewers();
    shown.set_reviewer(work.reviewer);
    Write(work.counts, *shown.mutable_counts());
    SetTime(work.last_submit_time, *shown.mutable_last_submit_time());
  }
}

}  // namespace rasoat::registry
