#include "services/common/log/log.h"

#include <unistd.h>

#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/common/clock/clock.h"

namespace rasoat::log {
namespace {

const char* NameOf(Level level) {
  switch (level) {
    case Level::kInfo:
      return "info";
    case Level::kWarning:
      return "warning";
    case Level::kError:
      return "error";
  }
  return "error";
}

/// The length of the UTF-8 sequence that starts `text`, or 0 when its first
/// byte starts none: overlong forms, surrogates and values above U+10FFFF are
/// none.
std::size_t SequenceLength(absl::string_view text) {
  const auto byte = [&](std::size_t i) {
    return static_cast<unsigned char>(text[i]);
  };
  const unsigned char first = byte(0);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xC2 && first <= 0xDF   ? 2
                             : first >= 0xE0 && first <= 0xEF ? 3
                             : first >= 0xF0 && first <= 0xF4 ? 4
                                                              : 0;
  if (length == 0 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  const unsigned char second = byte(1);
  if ((first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) ||
      (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F)) {
    return 0;
  }
  return length;
}

void AppendQuoted(absl::string_view text, std::string& out) {
  out += '"';
  while (!text.empty()) {
    const std::size_t length = SequenceLength(text);
    const unsigned char first = static_cast<unsigned char>(text[0]);
    if (length == 0) {
      out += "\xEF\xBF\xBD";
    } else if (first == '"' || first == '\\') {
      out += '\\';
      out += text[0];
    } else if (first == '\n') {
      out += "\\n";
    } else if (first < 0x20 || first == 0x7F) {
      absl::StrAppendFormat(&out, "\\u%04x", first);
    } else {
      out.append(text.data(), length);
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
  out += '"';
}

}  // namespace

Line::Line(absl::string_view event, Level level) {
  text_ =
      absl::StrCat("{\"time\":\"",
                   absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", SystemClock().Now(),
                                    absl::UTCTimeZone()),
                   "\",\"level\":\"", NameOf(level), "\",\"event\":");
  AppendQuoted(event, text_);
}

void Line::Key(absl::string_view key) {
  text_ += ',';
  AppendQuoted(key, text_);
  text_ += ':';
}

Line& Line::Add(absl::string_view key, absl::string_view value) {
  Key(key);
  AppendQuoted(value, text_);
  return *this;
}

Line& Line::Add(absl::string_view key, bool value) {
  Key(key);
  text_ += value ? "true" : "false";
  return *this;
}

Line& Line::Add(absl::string_view key, double value) {
  Key(key);
  if (std::isfinite(value)) {
    absl::StrAppendFormat(&text_, "%.15g", value);
  } else {
    text_ += "null";
  }
  return *this;
}

Line& Line::AddSigned(absl::string_view key, std::int64_t value) {
  Key(key);
  absl::StrAppend(&text_, value);
  return *this;
}

Line& Line::AddUnsigned(absl::string_view key, std::uint64_t value) {
  Key(key);
  absl::StrAppend(&text_, value);
  return *this;
}

std::string Line::Text() const { return absl::StrCat(text_, "}\n"); }

void Line::Write(int fd) const {
  const std::string text = Text();
  [[maybe_unused]] const ssize_t written = write(fd, text.data(), text.size());
}

}  // namespace rasoat::log
