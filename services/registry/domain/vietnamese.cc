#include "services/registry/domain/vietnamese.h"

#include <array>
#include <cstdint>

#include "absl/container/flat_hash_map.h"

namespace rasoat::registry {
namespace {

constexpr int kSmall = 12;  // rows of small letters; as many capitals follow
constexpr int kTones = 6;   // none, grave, acute, hook, tilde, dot below
constexpr std::array<const char*, 24> kVowels = {
    "a à á ả ã ạ", "ă ằ ắ ẳ ẵ ặ", "â ầ ấ ẩ ẫ ậ", "e è é ẻ ẽ ẹ", "ê ề ế ể ễ ệ",
    "i ì í ỉ ĩ ị", "o ò ó ỏ õ ọ", "ô ồ ố ổ ỗ ộ", "ơ ờ ớ ở ỡ ợ", "u ù ú ủ ũ ụ",
    "ư ừ ứ ử ữ ự", "y ỳ ý ỷ ỹ ỵ", "A À Á Ả Ã Ạ", "Ă Ằ Ắ Ẳ Ẵ Ặ", "Â Ầ Ấ Ẩ Ẫ Ậ",
    "E È É Ẻ Ẽ Ẹ", "Ê Ề Ế Ể Ễ Ệ", "I Ì Í Ỉ Ĩ Ị", "O Ò Ó Ỏ Õ Ọ", "Ô Ồ Ố Ổ Ỗ Ộ",
    "Ơ Ờ Ớ Ở Ỡ Ợ", "U Ù Ú Ủ Ũ Ụ", "Ư Ừ Ứ Ử Ữ Ự", "Y Ỳ Ý Ỷ Ỹ Ỵ"};
/// The plain small letter of each row above.
constexpr char kPlain[] = "aaaeeiooouuyaaaeeiooouuy";

struct Letter {
  int row = 0;
  int tone = 0;
};

/// The next code point, and the text without it. Bytes that are not UTF-8 come
/// one by one.
std::uint32_t Take(absl::string_view& text) {
  const auto lead = static_cast<std::uint8_t>(text[0]);
  const std::size_t length = lead < 0xC2   ? 1
                             : lead < 0xE0 ? 2
                             : lead < 0xF0 ? 3
                             : lead < 0xF5 ? 4
                                           : 1;
  if (length == 1 || text.size() < length) {
    text.remove_prefix(1);
    return lead;
  }
  std::uint32_t point = lead & (0xFFu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    point = point << 6 | (static_cast<std::uint8_t>(text[i]) & 0x3F);
  }
  text.remove_prefix(length);
  return point;
}

/// Every vowel, both ways.
struct Table {
  Table() {
    for (std::size_t row = 0; row < kVowels.size(); ++row) {
      absl::string_view left = kVowels[row];
      for (int tone = 0; tone < kTones; ++tone) {
        const absl::string_view before = left;
        const std::uint32_t point = Take(left);
        text[row][tone] =
            std::string(before.substr(0, before.size() - left.size()));
        letters[point] = {static_cast<int>(row), tone};
        if (!left.empty()) left.remove_prefix(1);
      }
    }
  }
  std::array<std::array<std::string, kTones>, kVowels.size()> text;
  absl::flat_hash_map<std::uint32_t, Letter> letters;
};

const Table& Vowels() {
  static const Table& table = *new Table();
  return table;
}

int ToneOf(std::uint32_t mark) {
  switch (mark) {
    case 0x300:
      return 1;
    case 0x301:
      return 2;
    case 0x309:
      return 3;
    case 0x303:
      return 4;
    case 0x323:
      return 5;
    default:
      return 0;
  }
}

/// The row of the letter that a mark makes of a row; -1 for none. The rows of
/// capitals follow those of small letters in the same order.
int Shaped(int row, std::uint32_t mark) {
  const int base = row % kSmall;
  const int capital = row - base;
  const bool round = mark == 0x306;
  const bool roof = mark == 0x302;
  const bool horn = mark == 0x31B;
  if (base == 0 && round) return capital + 1;
  if (base == 0 && roof) return capital + 2;
  if (base == 3 && roof) return capital + 4;
  if (base == 6 && roof) return capital + 7;
  if (base == 6 && horn) return capital + 8;
  if (base == 9 && horn) return capital + 10;
  return -1;
}

bool HasMarks(absl::string_view text) {
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    const auto lead = static_cast<std::uint8_t>(text[i]);
    if (lead == 0xCC || lead == 0xCD) return true;  // U+0300 to U+036F
  }
  return false;
}

bool IsSpace(std::uint32_t point) {
  return point == ' ' || (point >= '\t' && point <= '\r') || point == 0xA0 ||
         point == 0x3000 || point == 0xFEFF ||
         (point >= 0x2000 && point <= 0x200B);
}

}  // namespace

std::string Composed(absl::string_view text) {
  if (!HasMarks(text)) return std::string(text);
  const Table& vowels = Vowels();
  std::string out;
  Letter open;  // may still take a mark, if is_open
  bool is_open = false;
  const auto close = [&] {
    if (is_open) out += vowels.text[open.row][open.tone];
    is_open = false;
  };
  while (!text.empty()) {
    const absl::string_view before = text;
    const std::uint32_t point = Take(text);
    if (is_open) {
      const int shaped = Shaped(open.row, point);
      const int tone = ToneOf(point);
      if (shaped >= 0) {
        open.row = shaped;
        continue;
      }
      if (tone != 0 && open.tone == 0) {
        open.tone = tone;
        continue;
      }
      close();
    }
    auto found = vowels.letters.find(point);
    if (found != vowels.letters.end()) {
      open = found->second;
      is_open = true;
    } else {
      out.append(before.data(), before.size() - text.size());
    }
  }
  close();
  return out;
}

std::string Folded(absl::string_view text) {
  const Table& vowels = Vowels();
  std::string out;
  bool gap = false;
  const auto put = [&](absl::string_view letter) {
    if (gap && !out.empty()) out += ' ';
    gap = false;
    out.append(letter.data(), letter.size());
  };
  while (!text.empty()) {
    const absl::string_view before = text;
    const std::uint32_t point = Take(text);
    if (point < 0x80) {
      const auto c = static_cast<char>(point);
      if (c >= 'A' && c <= 'Z') {
        const char small = static_cast<char>(c + ('a' - 'A'));
        put(absl::string_view(&small, 1));
      } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
        put(absl::string_view(&c, 1));
      } else {
        gap = true;
      }
    } else if (point >= 0x300 && point <= 0x36F) {
      continue;  // a mark on its own
    } else if (point == 0x110 || point == 0x111) {
      put("d");
    } else if (IsSpace(point) || (point >= 0x2010 && point <= 0x201F)) {
      gap = true;
    } else if (auto found = vowels.letters.find(point);
               found != vowels.letters.end()) {
      put(absl::string_view(&kPlain[found->second.row], 1));
    } else {
      put(before.substr(0, before.size() - text.size()));
    }
  }
  return out;
}

std::string Tidied(absl::string_view text) {
  const std::string composed = Composed(text);
  std::string out;
  bool gap = false;
  absl::string_view left = composed;
  while (!left.empty()) {
    const absl::string_view before = left;
    const std::uint32_t point = Take(left);
    if (IsSpace(point)) {
      gap = true;
      continue;
    }
    if (gap && !out.empty()) out += ' ';
    gap = false;
    out.append(before.data(), before.size() - left.size());
  }
  return out;
}

std::string Lowered(absl::string_view text) {
  const Table& vowels = Vowels();
  const std::string tidied = Tidied(text);
  std::string out;
  absl::string_view left = tidied;
  while (!left.empty()) {
    const absl::string_view before = left;
    const std::uint32_t point = Take(left);
    auto found = vowels.letters.find(point);
    if (point >= 'A' && point <= 'Z') {
      out += static_cast<char>(point + ('a' - 'A'));
    } else if (point == 0x110) {
      out += "đ";
    } else if (found != vowels.letters.end()) {
      const Letter& letter = found->second;
      out += vowels.text[letter.row % kSmall][letter.tone];
    } else {
      out.append(before.data(), before.size() - left.size());
    }
  }
  return out;
}

}  // namespace rasoat::registry
