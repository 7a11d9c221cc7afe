#include "gateway/transcoding/json_writer.h"

#include "absl/strings/str_cat.h"

namespace rasoat::gateway {
namespace {

bool Plain(unsigned char c) {
  return c >= 0x20 && c != '"' && c != '\\' && c != '<' && c != '>';
}

}  // namespace

void AppendJsonString(absl::string_view text, std::string& out) {
  constexpr char kHex[] = "0123456789abcdef";
  out.push_back('"');
  std::size_t done = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const unsigned char c = text[i];
    if (Plain(c)) continue;
    out.append(text.data() + done, i - done);
    done = i + 1;
    switch (c) {
      case '"':
        out.append("\\\"");
        break;
      case '\\':
        out.append("\\\\");
        break;
      case '\n':
        out.append("\\n");
        break;
      case '\r':
        out.append("\\r");
        break;
      case '\t':
        out.append("\\t");
        break;
      default:
        out.append("\\u00");
        out.push_back(kHex[c >> 4]);
        out.push_back(kHex[c & 15]);
    }
  }
  out.append(text.data() + done, text.size() - done);
  out.push_back('"');
}

JsonWriter& JsonWriter::Key(absl::string_view name) {
  Separate();
  AppendJsonString(name, out_);
  out_.push_back(':');
  comma_ = false;
  return *this;
}

void JsonWriter::String(absl::string_view text) {
  Separate();
  AppendJsonString(text, out_);
}

void JsonWriter::Int(std::int64_t number) {
  Separate();
  absl::StrAppend(&out_, number);
}

void JsonWriter::Raw(absl::string_view json) {
  Separate();
  out_.append(json.data(), json.size());
}

void JsonWriter::Open(char bracket) {
  Separate();
  out_.push_back(bracket);
  comma_ = false;
}

void JsonWriter::Close(char bracket) {
  out_.push_back(bracket);
  comma_ = true;
}

void JsonWriter::Separate() {
  if (comma_) out_.push_back(',');
  comma_ = true;
}

}  // namespace rasoat::gateway
