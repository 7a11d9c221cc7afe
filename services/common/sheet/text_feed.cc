#include "services/common/sheet/text_feed.h"

#include <cstring>

#include "absl/strings/match.h"
#include "services/common/status/status_macros.h"

namespace rasoat::sheet {
namespace {

constexpr std::size_t kPiece = 64 << 10;

/// The length of the UTF-8 character at the start of `text`; 0 if there is
/// none.
std::size_t CharacterLength(absl::string_view text) {
  const auto at = [&](std::size_t i) {
    return static_cast<std::uint8_t>(text[i]);
  };
  const std::uint8_t lead = at(0);
  if (lead < 0x80) return 1;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((at(i) & 0xC0) != 0x80) return 0;
  }
  if (lead == 0xE0 && at(1) < 0xA0) return 0;
  if (lead == 0xED && at(1) > 0x9F) return 0;  // surrogates
  if (lead == 0xF0 && at(1) < 0x90) return 0;
  if (lead == 0xF4 && at(1) > 0x8F) return 0;
  return length;
}

std::size_t AsciiLength(absl::string_view text) {
  std::size_t i = 0;
  for (; i + 8 <= text.size(); i += 8) {
    std::uint64_t eight;
    std::memcpy(&eight, text.data() + i, 8);
    if (eight & 0x8080808080808080u) break;
  }
  return i;
}

}  // namespace

bool IsUtf8(absl::string_view text) {
  while (!text.empty()) {
    text.remove_prefix(AsciiLength(text));
    if (text.empty()) return true;
    const std::size_t length = CharacterLength(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

std::string CleanUtf8(absl::string_view text) {
  std::string clean;
  while (!text.empty()) {
    const std::size_t length = CharacterLength(text);
    if (length == 0) {
      clean += "\xEF\xBF\xBD";
      text.remove_prefix(1);
    } else {
      clean.append(text.data(), length);
      text.remove_prefix(length);
    }
  }
  return clean;
}

void AppendUtf8(std::uint32_t point, std::string& out) {
  if (point < 0x80) {
    out += static_cast<char>(point);
  } else if (point < 0x800) {
    out += static_cast<char>(0xC0 | point >> 6);
    out += static_cast<char>(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    out += static_cast<char>(0xE0 | point >> 12);
    out += static_cast<char>(0x80 | (point >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (point & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | point >> 18);
    out += static_cast<char>(0x80 | (point >> 12 & 0x3F));
    out += static_cast<char>(0x80 | (point >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (point & 0x3F));
  }
}

absl::StatusOr<bool> TextFeed::Fill(std::string& text) {
  raw_.resize(kPiece);
  RASOAT_ASSIGN_OR_RETURN(const std::size_t got,
                          source_.ReadAt(offset_, raw_.data(), kPiece));
  absl::string_view bytes(raw_.data(), got);
  if (encoding_ == Encoding::kUnknown) {
    encoding_ = Encoding::kUtf8;
    if (absl::StartsWith(bytes, "\xEF\xBB\xBF")) {
      bytes.remove_prefix(3);
    } else if (absl::StartsWith(bytes, "\xFF\xFE")) {
      encoding_ = Encoding::kUtf16Little;
      bytes.remove_prefix(2);
    } else if (absl::StartsWith(bytes, "\xFE\xFF")) {
      encoding_ = Encoding::kUtf16Big;
      bytes.remove_prefix(2);
    }
  }
  offset_ += static_cast<std::int64_t>(got);
  if (encoding_ == Encoding::kUtf8) {
    text.append(bytes.data(), bytes.size());
  } else {
    Convert(bytes, got == 0, text);
  }
  return got > 0;
}

void TextFeed::Convert(absl::string_view bytes, bool last, std::string& text) {
  left_.append(bytes.data(), bytes.size());
  std::size_t i = 0;
  for (; i + 2 <= left_.size(); i += 2) {
    const auto first = static_cast<std::uint8_t>(left_[i]);
    const auto second = static_cast<std::uint8_t>(left_[i + 1]);
    const std::uint32_t unit = encoding_ == Encoding::kUtf16Little
                                   ? second << 8 | first
                                   : first << 8 | second;
    if (high_ != 0 && unit >= 0xDC00 && unit < 0xE000) {
      AppendUtf8(0x10000 + ((high_ - 0xD800) << 10) + (unit - 0xDC00), text);
      high_ = 0;
      continue;
    }
    if (high_ != 0) AppendUtf8(high_, text);
    high_ = unit >= 0xD800 && unit < 0xDC00 ? unit : 0;
    if (high_ == 0) AppendUtf8(unit, text);
  }
  left_.erase(0, i);
  if (last && high_ != 0) AppendUtf8(std::exchange(high_, 0), text);
  if (last && !left_.empty()) {
    left_.clear();
    text += '\xFF';  // half a unit: not UTF-8, so the row is told of
  }
}

}  // namespace rasoat::sheet
