#include "gateway/transcoding/refusal.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "services/common/status/error.h"

namespace rasoat::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

struct Phrase {
  std::string vi;
  std::string en;
};

Phrase Expected(const FieldDescriptor& field) {
  if (field.is_map()) return {"một đối tượng JSON", "a JSON object"};
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return {"số nguyên 32 bit", "a 32-bit integer"};
    case FieldDescriptor::CPPTYPE_INT64:
      return {"số nguyên 64 bit", "a 64-bit integer"};
    case FieldDescriptor::CPPTYPE_UINT32:
      return {"số nguyên không âm 32 bit", "an unsigned 32-bit integer"};
    case FieldDescriptor::CPPTYPE_UINT64:
      return {"số nguyên không âm 64 bit", "an unsigned 64-bit integer"};
    case FieldDescriptor::CPPTYPE_DOUBLE:
    case FieldDescriptor::CPPTYPE_FLOAT:
      return {"một số", "a number"};
    case FieldDescriptor::CPPTYPE_BOOL:
      return {"true hoặc false", "true or false"};
    case FieldDescriptor::CPPTYPE_ENUM:
      return {absl::StrCat("một giá trị của ", field.enum_type()->name()),
              absl::StrCat("a value of ", field.enum_type()->name())};
    case FieldDescriptor::CPPTYPE_STRING:
      if (field.type() == FieldDescriptor::TYPE_BYTES) {
        return {"chuỗi base64", "a base64 string"};
      }
      return {"một chuỗi", "a string"};
    case FieldDescriptor::CPPTYPE_MESSAGE:
      break;
  }
  switch (field.message_type()->well_known_type()) {
    case Descriptor::WELLKNOWNTYPE_TIMESTAMP:
      return {"thời điểm RFC 3339, ví dụ 2021-10-10T08:00:00Z",
              "an RFC 3339 time such as 2021-10-10T08:00:00Z"};
    case Descriptor::WELLKNOWNTYPE_DURATION:
      return {"khoảng thời gian tính bằng giây, ví dụ 1.5s",
              "a duration in seconds such as 1.5s"};
    case Descriptor::WELLKNOWNTYPE_FIELDMASK:
      return {"danh sách tên trường, ví dụ address,members",
              "a list of field names such as address,members"};
    default:
      return {absl::StrCat("giá trị ", field.message_type()->name()),
              absl::StrCat("a ", field.message_type()->name())};
  }
}

// A client may invent names of any length; the answer quotes the beginning.
absl::string_view Quotable(absl::string_view path) {
  constexpr std::size_t kMost = 200;
  if (path.size() <= kMost) return path;
  std::size_t end = kMost;
  while (end > 0 && (path[end] & 0xC0) == 0x80) --end;  // not inside a letter
  return path.substr(0, end);
}

absl::Status Refuse(absl::string_view field, absl::string_view rule,
                    std::string vi, std::string en) {
  return Invalid(Violation{std::string(field), std::string(rule), std::move(vi),
                           std::move(en)});
}

}  // namespace

absl::Status MalformedJson(const JsonReader::Fault& fault) {
  return Refuse("", "MALFORMED_JSON",
                absl::StrCat("Nội dung gửi lên không phải JSON hợp lệ ở dòng ",
                             fault.line, ", cột ", fault.column,
                             ". Hãy sửa chỗ đó rồi gửi lại."),
                absl::StrCat("The body is not valid JSON at line ", fault.line,
                             ", column ", fault.column, ": expected ",
                             fault.wanted, ". Correct it and send again."));
}

absl::Status UnknownField(absl::string_view path) {
  path = Quotable(path);
  return Refuse(path, "UNKNOWN_FIELD",
                absl::StrCat("Không có trường “", path,
                             "”. Hãy bỏ trường này hoặc sửa lại tên."),
                absl::StrCat("There is no field \"", path,
                             "\". Remove it or correct its name."));
}

absl::Status WrongType(absl::string_view path, const FieldDescriptor& field) {
  path = Quotable(path);
  Phrase expected = Expected(field);
  return Refuse(path, "WRONG_TYPE",
                absl::StrCat("Trường “", path, "” phải là ", expected.vi,
                             ". Hãy sửa lại giá trị."),
                absl::StrCat("Field \"", path, "\" must be ", expected.en,
                             ". Correct the value."));
}

absl::Status NotAnObject(absl::string_view path) {
  if (path.empty()) {
    return Refuse("", "WRONG_TYPE",
                  "Nội dung gửi lên phải là một đối tượng JSON. Hãy đặt các "
                  "trường trong cặp ngoặc { }.",
                  "The body must be a JSON object. Put the fields between "
                  "braces.");
  }
  return Refuse(path, "WRONG_TYPE",
                absl::StrCat("Trường “", path,
                             "” phải là một đối tượng JSON. Hãy đặt các trường "
                             "con trong cặp ngoặc { }."),
                absl::StrCat("Field \"", path,
                             "\" must be a JSON object. Put its fields "
                             "between braces."));
}

absl::Status RepeatedField(absl::string_view path) {
  return Refuse(path, "REPEATED_FIELD",
                absl::StrCat("Trường “", path,
                             "” được ghi nhiều lần. Hãy chỉ giữ một lần."),
                absl::StrCat("Field \"", path,
                             "\" is given more than once. Keep one of them."));
}

absl::Status FieldBoundTwice(absl::string_view path) {
  return Refuse(
      path, "FIELD_BOUND_TWICE",
      absl::StrCat("Trường “", path,
                   "” đã có trong đường dẫn hoặc nội dung. Hãy bỏ nó khỏi "
                   "phần sau dấu hỏi."),
      absl::StrCat("Field \"", path,
                   "\" is taken from the path or the body already. Remove it "
                   "from the query."));
}

absl::Status SeveralOfOneof(absl::string_view path) {
  return Refuse(
      path, "SEVERAL_OF_ONEOF",
      absl::StrCat("Trường “", path,
                   "” không đi cùng một trường khác đã ghi. Hãy chỉ giữ một."),
      absl::StrCat("Field \"", path,
                   "\" excludes another field that is given. Keep one."));
}

absl::Status NotAQueryField(absl::string_view path) {
  return Refuse(
      path, "NOT_A_QUERY_FIELD",
      absl::StrCat("Trường “", path,
                   "” không ghi được sau dấu hỏi. Hãy ghi từng trường con."),
      absl::StrCat("Field \"", path,
                   "\" cannot stand in a query. Give its own fields one by "
                   "one."));
}

absl::Status BadEncoding(absl::string_view path) {
  return Refuse(
      path, "BAD_ENCODING",
      "Địa chỉ có ký tự mã hóa sai. Hãy mã hóa UTF-8 bằng %XX rồi gửi lại.",
      "The address holds a broken percent encoding or is not UTF-8. Encode it "
      "again.");
}

absl::Status UnexpectedBody() {
  return Refuse("", "UNEXPECTED_BODY",
                "Lệnh này không nhận nội dung. Hãy gửi với nội dung trống.",
                "This method takes no body. Send it empty.");
}

}  // namespace rasoat::gateway
