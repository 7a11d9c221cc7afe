#include "services/registry/rpc/field_requests.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/ids/ulid.h"
#include "services/common/status/status_macros.h"
#include "services/registry/domain/text.h"
#include "services/registry/rpc/event_orders.h"
#include "services/registry/rpc/item_error.h"
#include "services/registry/rpc/names.h"
#include "services/registry/rpc/survey_draft_proto.h"

namespace rasoat::registry {

absl::StatusOr<ItemId> ParseItemId(absl::string_view text,
                                   absl::string_view field) {
  RASOAT_ASSIGN_OR_RETURN(const Ulid id, ParseUlid(text, field));
  return ItemId{id.bytes};
}

void CheckChosen(bool chosen, const std::string& field,
                 std::vector<Violation>& faults) {
  if (chosen) return;
  faults.push_back({field, "ITEM_ID_MISSING",
                    "Thiếu mã do máy tạo (ULID); hãy tạo mã rồi gửi lại.",
                    "The id that the device chooses (a ULID) is missing; make "
                    "one and send it."});
}

namespace {

void Read(absl::StatusOr<EventOrder> order, const v1::FieldItem& shown,
          FieldItem& item) {
  if (!order.ok()) {
    for (Violation& fault : Prefixed(item.path, ViolationsOf(order.status()))) {
      item.faults.push_back(std::move(fault));
    }
    return;
  }
  item.event.emplace().order = *std::move(order);
  if (shown.after_item().empty()) return;
  item.event->after =
      OrFault(ParseItemId(shown.after_item(), "after_item"), item.faults);
}

/// An id that the device must choose is not made here.
class NoIds final : public IdSource {
 public:
  Ulid Next() override { return {}; }
};

void Read(const v1::SplitHouseholdRequest& split, const v1::FieldItem& shown,
          const Teller& teller, FieldItem& item) {
  if (split.new_household().household_id().empty()) {
    CheckChosen(false, item.path + "new_household.household_id", item.faults);
  }
  NoIds none;
  Read(OrderOf(split, teller, none), shown, item);
}

void Read(const v1::SaveDraftRequest& shown, FieldItem& item) {
  absl::StatusOr<DraftOrder> order = FromProto(shown);
  if (order.ok()) {
    item.draft = *std::move(order);
    return;
  }
  for (Violation& fault : Prefixed(item.path, ViolationsOf(order.status()))) {
    item.faults.push_back(std::move(fault));
  }
}

/// The message of the work that was done, and the path to it; null if none.
const google::protobuf::Message* WorkOf(const v1::FieldItem& shown,
                                        std::string& path) {
  const auto* field = shown.GetReflection()->GetOneofFieldDescriptor(
      shown, shown.GetDescriptor()->FindOneofByName("work"));
  if (field == nullptr) return nullptr;
  path = absl::StrCat(field->name(), ".");
  return &shown.GetReflection()->GetMessage(shown, field);
}

}  // namespace

void ReadRequest(const v1::FieldItem& shown, const std::string& actor,
                 const MayCall& may_call, FieldItem& item) {
  const google::protobuf::Message* work = WorkOf(shown, item.path);
  if (work == nullptr) return;
  const Teller teller{.actor = actor,
                      .etag_may_be_missing = !shown.after_item().empty()};
  item.permitted = [work, may_call] { return may_call(*work); };
  switch (shown.work_case()) {
    case v1::FieldItem::kBirth:
      return Read(OrderOf(shown.birth(), teller), shown, item);
    case v1::FieldItem::kDeath:
      return Read(OrderOf(shown.death(), teller), shown, item);
    case v1::FieldItem::kArrival:
      return Read(OrderOf(shown.arrival(), teller), shown, item);
    case v1::FieldItem::kDeparture:
      return Read(OrderOf(shown.departure(), teller), shown, item);
    case v1::FieldItem::kMove:
      return Read(OrderOf(shown.move(), teller), shown, item);
    case v1::FieldItem::kMerger:
      return Read(OrderOf(shown.merger(), teller), shown, item);
    case v1::FieldItem::kDissolution:
      return Read(OrderOf(shown.dissolution(), teller), shown, item);
    case v1::FieldItem::kSplit:
      return Read(shown.split(), shown, teller, item);
    case v1::FieldItem::kDraft:
      return Read(shown.draft(), item);
    default:
      return;
  }
}

}  // namespace rasoat::registry
