#include "gateway/transcoding/raw_body.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "google/api/httpbody.pb.h"
#include "google/protobuf/any.pb.h"
#include "rasoat/api/v1/attachment.pb.h"

namespace rasoat::gateway {
namespace {

using google::api::HttpBody;
using google::protobuf::Any;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

const FieldDescriptor& Field(const Message& message, int number) {
  return *message.GetDescriptor()->FindFieldByNumber(number);
}

absl::string_view Text(const Message& message, int number) {
  // For representations that hold no string; none of ours is one.
  thread_local std::string unused;
  return message.GetReflection()->GetStringReference(
      message, &Field(message, number), &unused);
}

bool IsHeaderText(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return c >= 0x20 && c <= 0x7E;
  });
}

std::string FileNameIn(const Message& message) {
  const FieldDescriptor& extensions =
      Field(message, HttpBody::kExtensionsFieldNumber);
  const auto& reflection = *message.GetReflection();
  for (int i = 0; i < reflection.FieldSize(message, &extensions); ++i) {
    const Message& packed =
        reflection.GetRepeatedMessage(message, &extensions, i);
    Any any;
    any.set_type_url(std::string(Text(packed, Any::kTypeUrlFieldNumber)));
    if (!any.Is<api::v1::Attachment>()) continue;
    api::v1::Attachment attachment;
    const absl::string_view value = Text(packed, Any::kValueFieldNumber);
    if (attachment.ParseFromArray(value.data(),
                                  static_cast<int>(value.size()))) {
      return attachment.file_name();
    }
  }
  return "";
}

}  // namespace

bool IsRawBody(const google::protobuf::Descriptor* type) {
  return type != nullptr &&
         type->full_name() == HttpBody::descriptor()->full_name();
}

RawBody ReadRawBody(const Message& message) {
  RawBody body{.content_type = "application/octet-stream",
               .file_name = FileNameIn(message),
               .data = Text(message, HttpBody::kDataFieldNumber)};
  const absl::string_view type =
      Text(message, HttpBody::kContentTypeFieldNumber);
  if (IsHeaderText(type)) body.content_type = std::string(type);
  return body;
}

void FillRawBody(absl::string_view content_type, absl::string_view data,
                 Message& message) {
  const auto& reflection = *message.GetReflection();
  reflection.SetString(&message,
                       &Field(message, HttpBody::kContentTypeFieldNumber),
                       std::string(content_type));
  reflection.SetString(&message, &Field(message, HttpBody::kDataFieldNumber),
                       std::string(data));
}

std::string ContentDisposition(absl::string_view file_name) {
  std::string plain;
  std::string encoded;
  bool in_letter = false;
  for (char c : file_name) {
    const unsigned char byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F || c == '/' || c == '\\' || c == '"') {
      c = '_';
    }
    if (byte >= 0x80) {
      // One underscore a letter, not one a byte.
      if ((byte & 0xC0) != 0x80 || !in_letter) plain.push_back('_');
      in_letter = true;
      absl::StrAppendFormat(&encoded, "%%%02X", byte);
      continue;
    }
    in_letter = false;
    plain.push_back(c);
    if (absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '.' ||
        c == '_' || c == '-') {
      encoded.push_back(c);
    } else {
      absl::StrAppendFormat(&encoded, "%%%02X", byte);
    }
  }
  return absl::StrCat("attachment; filename=\"", plain, "\"; filename*=UTF-8''",
                      encoded);
}

}  // namespace rasoat::gateway
