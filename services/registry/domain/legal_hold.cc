#include "services/registry/domain/legal_hold.h"

#include "services/common/status/error.h"
#include "services/registry/domain/text.h"

namespace rasoat::registry {
namespace {

constexpr int kMostCharacters = 400;

}  // namespace

absl::Status CheckHoldReason(const std::string& reason,
                             const std::string& field) {
  const int length = PlainLength(reason);
  if (length >= 1 && length <= kMostCharacters) return absl::OkStatus();
  return Invalid(
      Violation{field, "REASON_MALFORMED",
                "Hãy ghi lý do giữ hoặc gỡ, 1 đến 400 ký tự, trên một dòng.",
                "Say why it is held or released, in 1 to 400 characters on one "
                "line."});
}

absl::Status CheckMayChange(const LegalHold& hold, OfficeTier tier) {
  if (tier >= hold.tier) return absl::OkStatus();
  return Refused(
      absl::StatusCode::kPermissionDenied,
      {.field = "name",
       .rule = "LEGAL_HOLD_FROM_ABOVE",
       .vi = "Lệnh giữ này do cấp trên đặt; hãy đề nghị cấp đã đặt lệnh, hoặc "
             "cấp cao hơn, thay đổi hay gỡ.",
       .en = "A higher tier set this hold; ask that tier, or one above it, to "
             "change or release it."});
}

absl::Status LegalHoldNotFound() {
  return Refused(
      absl::StatusCode::kNotFound,
      {.field = "name",
       .rule = "LEGAL_HOLD_NOT_FOUND",
       .vi = "Hộ này không bị giữ hồ sơ; hãy xem danh sách lệnh giữ.",
       .en = "This household is under no legal hold; see the list "
             "of them."});
}

}  // namespace rasoat::registry
