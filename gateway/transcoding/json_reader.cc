#include "gateway/transcoding/json_reader.h"

#include <algorithm>
#include <cstring>

#include "gateway/transcoding/utf8.h"

namespace rasoat::gateway {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

JsonReader::Kind JsonReader::Peek() {
  if (!ok()) return Kind::kBad;
  SkipSpace();
  if (at_ >= text_.size()) {
    Fail("a value");
    return Kind::kBad;
  }
  switch (text_[at_]) {
    case '{':
      return Kind::kObject;
    case '[':
      return Kind::kArray;
    case '"':
      return Kind::kString;
    case 't':
    case 'f':
      return Kind::kBool;
    case 'n':
      return Kind::kNull;
    default:
      if (text_[at_] == '-' || IsDigit(text_[at_])) return Kind::kNumber;
      Fail("a value");
      return Kind::kBad;
  }
}

bool JsonReader::BeginObject() { return Open('{'); }
bool JsonReader::BeginArray() { return Open('['); }

bool JsonReader::NextMember(std::string& name) {
  bool more = false;
  if (!Next('}', more) || !more) return false;
  SkipSpace();
  if (at_ >= text_.size() || text_[at_] != '"') return Fail("a member name");
  if (!ReadString(name)) return false;
  SkipSpace();
  if (at_ >= text_.size() || text_[at_] != ':') return Fail("':'");
  ++at_;
  return true;
}

bool JsonReader::NextElement() {
  bool more = false;
  return Next(']', more) && more;
}

bool JsonReader::ReadString(std::string& text) {
  text.clear();
  if (!ok()) return false;
  SkipSpace();
  if (at_ >= text_.size() || text_[at_] != '"') return Fail("a string");
  const std::size_t opening = at_++;
  while (at_ < text_.size()) {
    const std::size_t run = at_;
    while (at_ < text_.size() && text_[at_] != '"' && text_[at_] != '\\' &&
           static_cast<unsigned char>(text_[at_]) >= 0x20) {
      ++at_;
    }
    text.append(text_.data() + run, at_ - run);
    if (at_ >= text_.size()) break;
    if (text_[at_] == '"') {
      ++at_;
      if (IsUtf8(text)) return true;
      at_ = opening;
      return Fail("valid UTF-8");
    }
    if (text_[at_] != '\\') return Fail("an escaped control character");
    ++at_;
    if (!Escape(text)) return false;
  }
  return Fail("a closing quote");
}

bool JsonReader::ReadNumber(absl::string_view& digits) {
  if (!ok()) return false;
  SkipSpace();
  const std::size_t begin = at_;
  auto at = [&](std::size_t i) { return i < text_.size() ? text_[i] : '\0'; };
  auto run = [&] {
    const std::size_t from = at_;
    while (IsDigit(at(at_))) ++at_;
    return at_ > from;
  };
  if (at(at_) == '-') ++at_;
  if (at(at_) == '0') {
    ++at_;
  } else if (!run()) {
    return Fail("a digit");
  }
  if (at(at_) == '.') {
    ++at_;
    if (!run()) return Fail("a digit");
  }
  if (at(at_) == 'e' || at(at_) == 'E') {
    ++at_;
    if (at(at_) == '+' || at(at_) == '-') ++at_;
    if (!run()) return Fail("a digit");
  }
  digits = text_.substr(begin, at_ - begin);
  return true;
}

bool JsonReader::ReadBool(bool& value) {
  if (!ok()) return false;
  SkipSpace();
  value = at_ < text_.size() && text_[at_] == 't';
  return Literal(value ? "true" : "false");
}

bool JsonReader::ReadNull() {
  if (!ok()) return false;
  SkipSpace();
  return Literal("null");
}

bool JsonReader::Skip(absl::string_view& raw) {
  SkipSpace();
  const std::size_t begin = at_;
  std::string text;
  absl::string_view inner;
  bool value = false;
  bool taken = false;
  switch (Peek()) {
    case Kind::kObject:
      taken = BeginObject();
      while (taken && NextMember(text)) taken = Skip(inner);
      break;
    case Kind::kArray:
      taken = BeginArray();
      while (taken && NextElement()) taken = Skip(inner);
      break;
    case Kind::kString:
      taken = ReadString(text);
      break;
    case Kind::kNumber:
      taken = ReadNumber(inner);
      break;
    case Kind::kBool:
      taken = ReadBool(value);
      break;
    case Kind::kNull:
      taken = ReadNull();
      break;
    case Kind::kBad:
      break;
  }
  raw = text_.substr(begin, at_ - begin);
  return taken && ok();
}

bool JsonReader::AtEnd() {
  if (!ok()) return false;
  SkipSpace();
  return at_ == text_.size() || Fail("the end of the text");
}

JsonReader::Fault JsonReader::fault() const {
  Fault fault;
  fault.offset = std::min(at_, text_.size());
  fault.wanted = wanted_;
  std::size_t line_start = 0;
  for (std::size_t i = 0; i < fault.offset; ++i) {
    if (text_[i] == '\n') {
      ++fault.line;
      line_start = i + 1;
    }
  }
  fault.column = static_cast<int>(fault.offset - line_start) + 1;
  return fault;
}

bool JsonReader::Fail(absl::string_view wanted) {
  if (wanted_.empty()) wanted_ = wanted;
  return false;
}

void JsonReader::SkipSpace() {
  while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' ||
                                text_[at_] == '\t' || text_[at_] == '\r')) {
    ++at_;
  }
}

bool JsonReader::Open(char bracket) {
  if (!ok()) return false;
  SkipSpace();
  if (at_ >= text_.size() || text_[at_] != bracket) {
    return Fail(bracket == '{' ? "'{'" : "'['");
  }
  if (depth_ == kMaxDepth) return Fail("at most 64 levels of nesting");
  ++at_;
  first_[depth_++] = true;
  return true;
}

bool JsonReader::Next(char closing, bool& more) {
  if (!ok()) return false;
  SkipSpace();
  more = false;
  const char c = at_ < text_.size() ? text_[at_] : '\0';
  bool& first = first_[depth_ - 1];
  if (c == closing) {
    ++at_;
    --depth_;
    return true;
  }
  if (!first) {
    if (c != ',') return Fail(closing == '}' ? "',' or '}'" : "',' or ']'");
    ++at_;
    SkipSpace();
    if (at_ < text_.size() && text_[at_] == closing) {
      return Fail(closing == '}' ? "a member name" : "a value");
    }
  }
  first = false;
  more = true;
  return true;
}

bool JsonReader::Literal(absl::string_view word) {
  if (text_.substr(at_, word.size()) != word) return Fail("a value");
  at_ += word.size();
  return true;
}

bool JsonReader::Escape(std::string& text) {
  constexpr char kNames[] = "\"\\/bfnrt";
  constexpr char kMeant[] = "\"\\/\b\f\n\r\t";
  const char c = at_ < text_.size() ? text_[at_] : '\0';
  if (c == 'u') {
    ++at_;
    unsigned code = 0;
    if (!Hex4(code)) return false;
    if (code >= 0xDC00 && code <= 0xDFFF) return Fail("a high surrogate");
    if (code >= 0xD800 && code <= 0xDBFF) {
      unsigned low = 0;
      if (text_.substr(at_, 2) != "\\u") return Fail("a low surrogate");
      at_ += 2;
      if (!Hex4(low)) return false;
      if (low < 0xDC00 || low > 0xDFFF) return Fail("a low surrogate");
      code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    }
    AppendUtf8(code, text);
    return true;
  }
  const char* found = c == '\0' ? nullptr : std::strchr(kNames, c);
  if (found == nullptr) return Fail("an escape");
  ++at_;
  text.push_back(kMeant[found - kNames]);
  return true;
}

bool JsonReader::Hex4(unsigned& code) {
  code = 0;
  for (int i = 0; i < 4; ++i, ++at_) {
    const char c = at_ < text_.size() ? text_[at_] : '\0';
    if (IsDigit(c)) {
      code = code * 16 + (c - '0');
    } else if (c >= 'a' && c <= 'f') {
      code = code * 16 + (c - 'a' + 10);
    } else if (c >= 'A' && c <= 'F') {
      code = code * 16 + (c - 'A' + 10);
    } else {
      return Fail("four hexadecimal digits");
    }
  }
  return true;
}

}  // namespace rasoat::gateway
