#include "services/registry/domain/field_refusals.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace rasoat::registry {

absl::Status PackageAhead() {
  return Refused(absl::StatusCode::kOutOfRange,
                 {.field = "after_position",
                  .rule = "PACKAGE_AHEAD",
                  .vi = "Gói dữ liệu trên máy mới hơn sổ hộ (sổ đã được khôi "
                        "phục); hãy tải lại toàn bộ.",
                  .en = "The package on the device is newer than the register, "
                        "which was restored; take a whole one."});
}

absl::Status VillagesOutOfRange(std::string field, int most) {
  return Invalid(Violation{.field = std::move(field),
                           .rule = "VILLAGES_OUT_OF_RANGE",
                           .vi = absl::StrCat("Một lần hỏi được 1 đến ", most,
                                              " thôn; hãy chia nhỏ."),
                           .en = absl::StrCat("One call is about 1 to ", most,
                                              " villages; split it.")});
}

absl::Status VillageRepeated(std::string field) {
  return Invalid(
      Violation{.field = std::move(field),
                .rule = "VILLAGE_REPEATED",
                .vi = "Thôn này được ghi hai lần; hãy bỏ bớt.",
                .en = "The village is named twice; once is enough."});
}

absl::Status VillageOutsideArea(std::string field) {
  return Invalid(Violation{
      .field = std::move(field),
      .rule = "VILLAGE_OUTSIDE_AREA",
      .vi = "Thôn không thuộc đơn vị ghi ở mục area; hãy ghi xã của thôn.",
      .en = "The village does not lie in the unit named in 'area'; name its "
            "commune."});
}

absl::Status PositionNegative() {
  return Invalid(Violation{
      .field = "after_position",
      .rule = "POSITION_NEGATIVE",
      .vi = "Vị trí của gói trước không được âm; hãy gửi 0 để tải toàn bộ.",
      .en = "The position of the package before is negative; 0 asks for "
            "everything."});
}

absl::Status ItemEmpty() {
  return Invalid(
      Violation{.field = "",
                .rule = "ITEM_EMPTY",
                .vi = "Mục này không có nội dung; hãy gửi kèm việc đã làm.",
                .en = "The item says nothing; send what was done with it."});
}

absl::Status ItemIdTaken() {
  return Refused(absl::StatusCode::kAlreadyExists,
                 {.field = "item_id",
                  .rule = "ITEM_ID_TAKEN",
                  .vi = "Mã mục này đã dùng cho nội dung khác; hãy tạo mã mới.",
                  .en = "This item id was used for other content; make a new "
                        "one."});
}

absl::Status EarlierItemMissing(std::string field) {
  return Refused(absl::StatusCode::kFailedPrecondition,
                 {.field = std::move(field),
                  .rule = "EARLIER_ITEM_MISSING",
                  .vi = "Chưa nhận được mục làm trước mục này; hãy gửi mục đó "
                        "rồi gửi lại mục này.",
                  .en = "The item that this one builds on has not come yet; "
                        "send that one, then this one again."});
}

absl::Status EtagUnknown(std::string field) {
  return Invalid(Violation{
      .field = std::move(field),
      .rule = "ETAG_UNKNOWN",
      .vi = "Thiếu etag của bản đã tải hoặc hộ không có etag đó; hãy gửi etag "
            "đã nhận cùng hộ.",
      .en = "The etag is missing, or the household never had it; send the one "
            "that came with the household."});
}

absl::Status ReceiptKept() {
  return Error(absl::StatusCode::kAlreadyExists, "RECEIPT_KEPT",
               "the item was judged by another call meanwhile");
}

Violation DeviceClockWrong(absl::Duration offset) {
  const bool behind = offset > absl::ZeroDuration();
  const std::int64_t minutes = absl::ToInt64Minutes(absl::AbsDuration(offset));
  return {.field = "device_time",
          .rule = "DEVICE_CLOCK_WRONG",
          .vi = absl::StrCat("Đồng hồ của máy ", behind ? "chậm" : "nhanh", " ",
                             minutes,
                             " phút so với máy chủ; hãy chỉnh lại ngày giờ."),
          .en = absl::StrCat("The device's clock is ", minutes, " minutes ",
                             behind ? "behind" : "ahead of",
                             " the server's; set its date and time.")};
}

Violation DeviceClockJumped() {
  return {.field = "device_time",
          .rule = "DEVICE_CLOCK_JUMPED",
          .vi =
              "Giờ của mục này sớm hơn mục làm trước nó: đồng hồ của máy đã "
              "bị chỉnh lùi; hãy kiểm tra ngày giờ của máy.",
          .en =
              "The item's time is earlier than that of an item made before "
              "it: the device's clock was set back; check its date and "
              "time."};
}

}  // namespace rasoat::registry
