#include "services/common/sheet/faults.h"

#include "absl/strings/str_cat.h"
#include "services/common/status/error.h"

namespace rasoat::sheet {
namespace {

absl::Status Fault(absl::string_view rule, std::string vi, std::string en) {
  return Invalid(Violation{.field = "file",
                           .rule = std::string(rule),
                           .vi = std::move(vi),
                           .en = std::move(en)});
}

}  // namespace

absl::Status Broken(absl::string_view where_vi, absl::string_view where_en) {
  return Fault("SHEET_BROKEN",
               absl::StrCat("Tệp bị hỏng (", where_vi,
                            "); hãy mở bằng Excel, lưu lại rồi gửi lại."),
               absl::StrCat("The file is damaged (", where_en,
                            "); open it in Excel, save it and send it again."));
}

absl::Status TooLarge(absl::string_view what_vi, absl::string_view what_en) {
  return Fault("SHEET_TOO_LARGE",
               absl::StrCat("Tệp quá lớn: ", what_vi,
                            "; hãy chia thành nhiều tệp nhỏ hơn."),
               absl::StrCat("The file is too large: ", what_en,
                            "; divide it into smaller files."));
}

absl::Status Unsafe() {
  return Fault("SHEET_UNSAFE",
               "Tệp có khai báo XML không được phép; hãy mở bằng Excel và lưu "
               "lại thành .xlsx.",
               "The file holds an XML declaration that is not allowed; open it "
               "in Excel and save it as .xlsx.");
}

absl::Status Empty() {
  return Fault("SHEET_EMPTY", "Tệp không có dữ liệu; hãy chọn đúng tệp.",
               "The file holds no data; choose the right file.");
}

absl::Status KindWrong() {
  return Fault("SHEET_KIND_WRONG",
               "Tệp không phải bảng tính; hãy lưu thành .xlsx hoặc .csv rồi "
               "gửi lại.",
               "The file is no spreadsheet; save it as .xlsx or .csv and send "
               "it again.");
}

absl::Status OldFormat() {
  return Fault("SHEET_OLD_FORMAT",
               "Tệp ở định dạng .xls cũ hoặc nhị phân; hãy mở bằng Excel và "
               "lưu thành .xlsx.",
               "The file is of the old .xls or a binary format; open it in "
               "Excel and save it as .xlsx.");
}

absl::Status Password() {
  return Fault("SHEET_PASSWORD",
               "Tệp được bảo vệ bằng mật khẩu; hãy bỏ mật khẩu rồi gửi lại.",
               "The file is protected by a password; remove it and send the "
               "file again.");
}

absl::Status HasMacros() {
  return Fault("SHEET_HAS_MACROS",
               "Tệp có macro nên không được nhận; hãy lưu thành .xlsx (không "
               "macro) rồi gửi lại.",
               "The file holds macros and is not taken; save it as .xlsx "
               "without macros and send it again.");
}

}  // namespace rasoat::sheet
