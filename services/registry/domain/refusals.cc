#include "services/registry/domain/refusals.h"

#include <utility>

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

absl::Status VillageNotFound(absl::string_view field) {
  return Refused(absl::StatusCode::kNotFound,
                 {.field = std::string(field),
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

absl::Status HouseholdNotThen() {
  return Refused(absl::StatusCode::kNotFound,
                 {.field = "as_of",
                  .rule = "HOUSEHOLD_NOT_THEN",
                  .vi = "Hộ chưa có trong sổ vào ngày đó; hãy chọn ngày muộn "
                        "hơn.",
                  .en = "The household was not in the register on that day; "
                        "choose a later one."});
}

absl::Status RevisionNotFound() {
  return Refused(absl::StatusCode::kNotFound,
                 {.field = "revision",
                  .rule = "REVISION_NOT_FOUND",
                  .vi = "Hộ không có phiên bản này; hãy xem lịch sử của hộ.",
                  .en = "The household has no such revision; see its "
                        "history."});
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

absl::Status PersonRegistered() {
  return Refused(
      absl::StatusCode::kAlreadyExists,
      {.field = "household.members",
       .rule = "PERSON_REGISTERED",
       .vi = "Số định danh cá nhân của một thành viên đã thuộc người ở hộ khác "
             "trong sổ; hãy chuyển người đó sang hộ này, nhập hai hộ nếu là "
             "một, hoặc sửa lại số.",
       .en = "A member's citizen id belongs to somebody in another household "
             "of the register; move the person over, merge the households if "
             "they are one, or correct the number."});
}

absl::Status PagePersonGone() {
  return Refused(absl::StatusCode::kAborted,
                 {.field = "page_token",
                  .rule = "PAGE_PERSON_GONE",
                  .vi = "Người cuối của trang trước không còn trong sổ như cũ; "
                        "hãy tìm lại từ trang đầu.",
                  .en = "The last person of the page before is no longer there "
                        "as then; search again from the first page."});
}

absl::Status DuplicateNotFound() {
  return Refused(absl::StatusCode::kNotFound,
                 {.field = "name",
                  .rule = "DUPLICATE_NOT_FOUND",
                  .vi = "Không có trường hợp nghi trùng này; có thể thông tin "
                        "đã được sửa. Hãy xem lại danh sách.",
                  .en = "There is no such case; what spoke for it may have "
                        "been corrected. See the list again."});
}

absl::Status StaleDuplicate() {
  return Refused(absl::StatusCode::kAborted,
                 {.field = "etag",
                  .rule = "STALE_DUPLICATE",
                  .vi = "Trường hợp này đã thay đổi từ khi được đọc; hãy đọc "
                        "lại rồi quyết định.",
                  .en = "The case has changed since it was read; read it again "
                        "and decide."});
}

absl::Status DuplicateDecided() {
  return Refused(absl::StatusCode::kFailedPrecondition,
                 {.field = "name",
                  .rule = "DUPLICATE_DECIDED",
                  .vi = "Trường hợp này đã được quyết định; hãy đọc lại để "
                        "biết kết quả.",
                  .en = "The case is decided already; read it to see how."});
}

absl::Status VisitRaced() {
  return Refused(absl::StatusCode::kAborted,
                 {.field = "",
                  .rule = "VISIT_RACED",
                  .vi = "Hộ vừa được người khác thay đổi; hãy gửi lại.",
                  .en = "Somebody else is changing this household just now; "
                        "send it again."});
}

absl::Status ImportNotFound() {
  return Refused(absl::StatusCode::kNotFound,
                 {.field = "name",
                  .rule = "IMPORT_NOT_FOUND",
                  .vi = "Không có lần nhập tệp này; hãy kiểm tra lại mã.",
                  .en = "There is no such import; check its name."});
}

absl::Status ImportExists() {
  return Refused(absl::StatusCode::kAlreadyExists,
                 {.field = "request_id",
                  .rule = "IMPORT_EXISTS",
                  .vi = "Mã yêu cầu này đã dùng cho tệp khác; hãy tạo mã mới.",
                  .en = "The request id was used for another file; make a new "
                        "one."});
}

absl::Status ImportNotChecked() {
  return ImportRefused("IMPORT_NOT_CHECKED",
                       "Tệp chưa được kiểm tra; hãy kiểm tra trước.",
                       "The file has not been checked; check it first.");
}

absl::Status ImportFileGone() {
  return ImportRefused("IMPORT_FILE_GONE",
                       "Tệp đã bị xóa sau thời hạn lưu; hãy tải lên lại.",
                       "The file was removed after its time; upload it again.");
}

absl::Status ImportRefused(absl::string_view rule, std::string vi,
                           std::string en) {
  return Refused(absl::StatusCode::kFailedPrecondition,
                 {.field = "name",
                  .rule = std::string(rule),
                  .vi = std::move(vi),
                  .en = std::move(en)});
}

}  // namespace rasoat::registry
