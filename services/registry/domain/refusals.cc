#include "services/registry/domain/refusals.h"

#include "services/common/status/error.h"

namespace rasoat::registry {

absl::Status AreaNotFound() {
  return Refused(absl::StatusCode::kNotFound,
                 {.field = "name",
                  .rule = "AREA_NOT_FOUND",
                  .vi = "Không có đơn vị này vào ngày đó; hãy kiểm tra mã và "
                        "ngày.",
                  .en = "There is no such unit on that day; check the code and "
                        "the day."});
}

absl::Status VillageNotFound() {
  return Refused(absl::StatusCode::kNotFound,
                 {.field = "household.village",
                  .rule = "VILLAGE_NOT_FOUND",
                  .vi = "Không có thôn này; hãy kiểm tra mã 8 chữ số của thôn.",
                  .en = "There is no such village; check its 8-digit code."});
}

absl::Status FormNotFound() {
  return Refused(absl::StatusCode::kNotFound,
                 {.field = "survey.form",
                  .rule = "FORM_NOT_FOUND",
                  .vi = "Không có mẫu phiếu này; hãy xem danh sách mẫu phiếu.",
                  .en = "There is no such form; see the list of forms."});
}

absl::Status HouseholdNotFound() {
  return Refused(absl::StatusCode::kNotFound,
                 {.field = "",
                  .rule = "HOUSEHOLD_NOT_FOUND",
                  .vi = "Không có hộ này trong sổ; hãy kiểm tra lại mã hộ hoặc "
                        "đăng ký hộ trước.",
                  .en = "The register has no such household; check its name or "
                        "register it first."});
}

absl::Status SurveyNotFound() {
  return Refused(absl::StatusCode::kNotFound,
                 {.field = "",
                  .rule = "SURVEY_NOT_FOUND",
                  .vi = "Không có phiếu này; hãy kiểm tra lại mã phiếu.",
                  .en = "There is no such survey; check its name."});
}

absl::Status HouseholdNotActive() {
  return Refused(
      absl::StatusCode::kFailedPrecondition,
      {.field = "",
       .rule = "HOUSEHOLD_NOT_ACTIVE",
       .vi = "Hộ đã nhập vào hộ khác hoặc không còn ai; hãy đọc lịch "
             "sử của hộ và dùng hộ hiện có.",
       .en = "The household was merged into another or nobody is "
             "left of it; read its history and use the household "
             "there is."});
}

absl::Status SameHousehold(absl::string_view field) {
  return Invalid(
      {.field = std::string(field),
       .rule = "SAME_HOUSEHOLD",
       .vi = "Hai hộ phải khác nhau; hãy chọn hộ khác.",
       .en = "The two households are the same; choose another one."});
}

absl::Status HouseholdExists() {
  return Refused(absl::StatusCode::kAlreadyExists,
                 {.field = "household_id",
                  .rule = "HOUSEHOLD_EXISTS",
                  .vi = "Mã hộ này đã dùng cho nội dung khác; hãy đọc hộ đã có "
                        "rồi cập nhật, hoặc tạo mã mới.",
                  .en = "This id is taken by a household with other content; "
                        "read and update that one, or make a new id."});
}

absl::Status HouseholdNumberTaken() {
  return Refused(
      absl::StatusCode::kAlreadyExists,
      {.field = "household.number",
       .rule = "HOUSEHOLD_NUMBER_TAKEN",
       .vi = "Số hộ này đã có trong thôn; hãy chọn số khác hoặc kiểm "
             "tra xem hộ đã được đăng ký chưa.",
       .en = "Another household of the village has this number; "
             "choose another or see whether it is the same one."});
}

absl::Status SurveyIdTaken() {
  return Refused(absl::StatusCode::kAlreadyExists,
                 {.field = "survey_id",
                  .rule = "SURVEY_ID_TAKEN",
                  .vi = "Mã phiếu này đã dùng cho phiếu khác; hãy tạo mã mới.",
                  .en = "This id is taken by another survey; make a new id."});
}

absl::Status SurveyExists() {
  return Refused(absl::StatusCode::kAlreadyExists,
                 {.field = "survey.replaces",
                  .rule = "SURVEY_EXISTS",
                  .vi = "Hộ đã có phiếu trong đợt này; hãy đọc phiếu đó và ghi "
                        "nó vào mục thay thế nếu muốn sửa.",
                  .en = "The household has a survey in this round; read it and "
                        "name it in 'replaces' to take its place."});
}

absl::Status SurveyReplaced() {
  return Refused(absl::StatusCode::kAborted,
                 {.field = "survey.replaces",
                  .rule = "SURVEY_REPLACED",
                  .vi = "Phiếu cần thay không còn là bản mới nhất; hãy đọc bản "
                        "mới nhất rồi quyết định lại.",
                  .en = "The survey to be replaced is not the newest of the "
                        "household in this round; read the newest and decide "
                        "again."});
}

absl::Status VisitRaced() {
  return Refused(absl::StatusCode::kAborted,
                 {.field = "",
                  .rule = "VISIT_RACED",
                  .vi = "Hộ vừa được người khác thay đổi; hãy gửi lại.",
                  .en = "Somebody else is changing this household just now; "
                        "send it again."});
}

}  // namespace rasoat::registry
