#include "services/common/rpc/reading.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "google/protobuf/stubs/common.h"

namespace rasoat::rpc {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

int HexDigit(char c) {
  if (absl::ascii_isdigit(static_cast<unsigned char>(c))) return c - '0';
  c = absl::ascii_tolower(static_cast<unsigned char>(c));
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

void Gather(const std::vector<const FieldDescriptor*>& path, std::size_t step,
            const Message& message, std::vector<std::string>& out) {
  const FieldDescriptor* field = path[step];
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  const bool last = step + 1 == path.size();
  const int size =
      field->is_repeated() ? reflection.FieldSize(message, field) : 1;
  for (int i = 0; i < size; ++i) {
    if (!last) {
      Gather(path, step + 1,
             field->is_repeated()
                 ? reflection.GetRepeatedMessage(message, field, i)
                 : reflection.GetMessage(message, field),
             out);
    } else if (std::string name =
                   field->is_repeated()
                       ? reflection.GetRepeatedString(message, field, i)
                       : reflection.GetString(message, field);
               !name.empty()) {
      out.push_back(std::move(name));
    }
  }
}

}  // namespace

std::string PurposeIn(absl::string_view header) {
  std::string text;
  for (std::size_t i = 0; i < header.size(); ++i) {
    char c = header[i];
    if (c == '%' && i + 2 < header.size()) {
      const int high = HexDigit(header[i + 1]);
      const int low = HexDigit(header[i + 2]);
      if (high < 0 || low < 0) return "";
      c = static_cast<char>(high << 4 | low);
      i += 2;
    } else if (c == '%') {
      return "";
    }
    if (absl::ascii_iscntrl(static_cast<unsigned char>(c))) return "";
    text.push_back(c);
  }
  if (text.size() > kMaxPurposeBytes) {
    std::size_t end = kMaxPurposeBytes;
    while ((static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    text.resize(end);
  }
  return google::protobuf::internal::IsStructurallyValidUTF8(
             text.data(), static_cast<int>(text.size()))
             ? text
             : "";
}

access::Reading ReadingOf(const access::MethodRule& rule,
                          const Message& request, const Message* response,
                          const Call& call, absl::string_view purpose) {
  access::Reading reading{.method = rule.name,
                          .time = call.now,
                          .request_id = call.request_id,
                          .purpose = PurposeIn(purpose)};
  if (call.identity != nullptr) reading.subject = call.identity->subject;
  reading.grants = call.reach.grants;
  if (rule.read_scope != nullptr) {
    reading.scope =
        request.GetReflection()->GetString(request, rule.read_scope);
  }
  reading.whole_scope = rule.streams || rule.read_paths.empty();
  if (response == nullptr) return reading;
  for (const auto& path : rule.read_paths) {
    Gather(path, 0, *response, reading.records);
  }
  std::sort(reading.records.begin(), reading.records.end());
  reading.records.erase(
      std::unique(reading.records.begin(), reading.records.end()),
      reading.records.end());
  return reading;
}

}  // namespace rasoat::rpc
