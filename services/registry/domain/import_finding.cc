#include "services/registry/domain/import_finding.h"

#include <algorithm>
#include <cstdlib>

namespace rasoat::registry {
namespace {

using enum FindingKind;

constexpr ImportRule kRules[] = {
    {"DATE_YEAR_ONLY", kWarning,
     "Chỉ có năm sinh; lấy ngày 01/01 của năm đó. Hãy bổ sung ngày sinh.",
     "Only the year of birth is given; 1 January is taken. Add the date."},
    {"DATE_MONTH_ONLY", kWarning,
     "Chỉ có tháng và năm sinh; lấy ngày 01. Hãy bổ sung ngày sinh.",
     "Only month and year are given; the 1st is taken. Add the date."},
    {"DATE_TWO_DIGIT_YEAR", kNote, "Năm sinh viết hai chữ số được đọc đủ bốn.",
     "The year of two digits was read as one of four."},
    {"DATE_FROM_SERIAL", kNote, "Số ngày của Excel được đọc thành ngày.",
     "Excel's number of a day was read as the day."},
    {"DATE_MONTH_FIRST", kWarning,
     "Ngày được đọc theo thứ tự tháng/ngày; hãy kiểm tra lại.",
     "The date was read as month/day; check it."},
    {"DATE_UNREADABLE", kError,
     "Không đọc được ngày; hãy ghi dạng ngày/tháng/năm, ví dụ 05/09/1980.",
     "The date cannot be read; write it as day/month/year, 05/09/1980."},
    {"SEX_UNREADABLE", kError, "Không đọc được giới tính; hãy ghi Nam hoặc Nữ.",
     "The sex cannot be read; write Nam or Nữ."},
    {"SEX_TWICE", kError,
     "Cả hai cột Nam và Nữ đều có dữ liệu; hãy để một cột.",
     "Both the column of men and that of women are filled; leave one."},
    {"SEX_FROM_IDENTITY", kNote, "Giới tính được lấy theo số CCCD.",
     "The sex was taken from the citizen id."},
    {"RELATION_NOT_KNOWN", kWarning,
     "Quan hệ với chủ hộ không có trong danh mục; ghi là 'khác'. Hãy kiểm "
     "tra lại.",
     "The relation is not a known one and was taken as 'other'; check it."},
    {"RELATION_FROM_NAME", kNote, "Người trùng tên chủ hộ được ghi là chủ hộ.",
     "Who has the head's name was taken as the head."},
    {"RELATION_FROM_PLACE", kNote,
     "Dòng đầu của hộ để trống quan hệ được ghi là chủ hộ.",
     "The household's first row, which names no relation, was taken as the "
     "head's."},
    {"ETHNIC_GROUP_FROM_HEAD", kNote, "Dân tộc để trống được lấy theo chủ hộ.",
     "The empty ethnic group was taken from the head's."},
    {"IDENTITY_ZEROS_RESTORED", kNote,
     "Số định danh thiếu số 0 ở đầu đã được bổ sung.",
     "The leading zeros that the number had lost were restored."},
    {"IDENTITY_TIDIED", kNote, "Dấu cách, dấu chấm trong số đã được bỏ.",
     "Spaces and dots were removed from the number."},
    {"IDENTITY_ROUNDED", kError,
     "Excel đã làm tròn số định danh; hãy định dạng cột là Văn bản rồi nhập "
     "lại.",
     "Excel has rounded the number; format the column as text and type it "
     "again."},
    {"IDENTITY_UNREADABLE", kError,
     "Số định danh phải có 12 chữ số (CCCD) hoặc 9 chữ số (CMND).",
     "The number must have 12 digits (citizen id), or 9 (old id)."},
    {"HOUSEHOLD_NUMBER_MISSING", kError,
     "Thiếu số hộ; hãy ghi số hộ ở dòng chủ hộ.",
     "The household has no number; write it in the head's row."},
    {"HOUSEHOLD_NUMBER_UNREADABLE", kError,
     "Số hộ phải là số nguyên từ 1 đến 99.999.",
     "The household's number must be a whole one from 1 to 99,999."},
    {"VILLAGE_MISSING", kError, "Thiếu thôn; hãy ghi tên hoặc mã thôn.",
     "The village is missing; write its name or code."},
    {"VILLAGE_UNKNOWN", kError,
     "Không có thôn này trong xã; hãy ghi đúng tên hoặc mã thôn.",
     "The commune has no such village; write its name or code."},
    {"VILLAGE_NOT_ONE", kError,
     "Có nhiều thôn trùng tên; hãy ghi mã thôn 8 chữ số.",
     "Several villages have this name; write the 8-digit code."},
    {"VILLAGE_OUTSIDE", kError,
     "Thôn không thuộc địa bàn của lần nhập này; hãy kiểm tra lại.",
     "The village lies outside the area of this import; check it."},
    {"VILLAGE_DIFFERS", kError,
     "Các dòng của hộ ghi thôn khác nhau; hãy sửa cho thống nhất.",
     "The rows of the household name different villages; make them one."},
    {"COMMUNE_UNKNOWN", kError,
     "Không có xã này trong địa bàn; hãy ghi đúng tên hoặc mã xã.",
     "There is no such commune in the area; write its name or code."},
    {"CODE_ZEROS_RESTORED", kNote,
     "Mã đơn vị thiếu số 0 ở đầu đã được bổ sung.",
     "The leading zeros that the code had lost were restored."},
    {"PHONE_ZERO_RESTORED", kNote,
     "Số điện thoại thiếu số 0 ở đầu đã được bổ sung.",
     "The leading zero that the telephone number had lost was restored."},
    {"LISTING_DIFFERS", kWarning,
     "Các dòng của hộ ghi khác nhau ở cột này; lấy giá trị đầu tiên.",
     "The household's rows differ in this column; the first is taken."},
    {"CELL_IS_ERROR", kError,
     "Ô chứa lỗi công thức của Excel; hãy nhập lại giá trị.",
     "The cell holds a formula's error; type the value."},
    {"ROW_ENCODING", kError,
     "Dòng có ký tự sai bảng mã; hãy lưu tệp dạng UTF-8 rồi gửi lại.",
     "The row holds characters of another encoding; save the file as UTF-8."},
    {"ROW_QUOTE", kError,
     "Dòng có dấu ngoặc kép mở mà không đóng; hãy sửa dòng này.",
     "The row opens a quote and does not close it; correct it."},
    {"ROW_TOO_LONG", kError, "Dòng quá dài hoặc có quá nhiều ô; hãy sửa lại.",
     "The row is too long or has too many cells; correct it."},
    {"ROW_LEFT_OUT", kNote,
     "Dòng không phải nhân khẩu (tiêu đề, tổng cộng, chữ ký) được bỏ qua.",
     "The row is no person's (a title, sum or signature) and was left out."},
    {"NUMBER_REPEATED_IN_FILE", kDuplicate,
     "Số hộ này đã có ở dòng trước trong tệp; hãy kiểm tra số hộ và xếp các "
     "thành viên của hộ liền nhau.",
     "An earlier row of the file has this household number; check it, and put "
     "the members of a household together."},
    {"PERSON_REPEATED_IN_FILE", kDuplicate,
     "Số định danh này đã có ở dòng trước trong tệp; hãy kiểm tra lại.",
     "An earlier row of the file has this identity number; check it."},
    {"PERSON_LOOKS_KNOWN", kWarning,
     "Có người giống người này trong sổ (họ tên, ngày sinh); hãy kiểm tra.",
     "Somebody like this person (name, date of birth) is in the register; "
     "check it."},
    {"PERSON_LOOKS_REPEATED", kWarning,
     "Có người giống người này ở dòng khác trong tệp; hãy kiểm tra.",
     "Another row of the file has somebody like this person; check it."},
    {"HOUSEHOLD_IN_REGISTER", kDuplicate,
     "Hộ đã có trong sổ (cùng thôn và số hộ); không ghi lại.",
     "The household is in the register (same village and number)."},
    {"PERSON_IN_REGISTER", kDuplicate,
     "Người có số định danh này đã thuộc hộ khác trong sổ; hãy chuyển người "
     "đó hoặc kiểm tra lại số.",
     "A person with this number belongs to another household of the register; "
     "move the person, or check the number."},
};

}  // namespace

const ImportRule* FindImportRule(absl::string_view name) {
  const auto* found =
      std::find_if(std::begin(kRules), std::end(kRules),
                   [&](const ImportRule& rule) { return rule.name == name; });
  return found == std::end(kRules) ? nullptr : found;
}

ImportFinding Found(absl::string_view rule, int column) {
  const ImportRule* known = FindImportRule(rule);
  if (known == nullptr) std::abort();  // a rule nobody has written down
  return {.column = column, .kind = known->kind, .rule = std::string(rule)};
}

Label TextOf(const ImportFinding& finding) {
  if (!finding.text.vi.empty()) return finding.text;
  const ImportRule* known = FindImportRule(finding.rule);
  if (known == nullptr) return {finding.rule, finding.rule};
  return {std::string(known->vi), std::string(known->en)};
}

}  // namespace rasoat::registry
