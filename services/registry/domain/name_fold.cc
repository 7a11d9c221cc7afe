#include "services/registry/domain/name_fold.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace rasoat::registry {
namespace {

enum class Kind : std::uint8_t { kNothing, kLetters, kSeparator, kTooLong };

/// What a character becomes.
struct Folded {
  Kind kind = Kind::kSeparator;
  std::uint8_t size = 0;
  std::array<char, 6> text{};
};

/// Everything in Vietnamese names, and general punctuation, lies below.
constexpr utf8proc_int32_t kTableEnd = 0x2080;

/// Characters that people type for the apostrophe of minority names; some have
/// an accent or a space as their decomposition.
bool IsApostrophe(utf8proc_int32_t point) {
  switch (point) {
    case 0x27:
    case 0x60:
    case 0xB4:
    case 0x2B9:
    case 0x2BB:
    case 0x2BC:
    case 0x2BD:
    case 0x2018:
    case 0x2019:
    case 0x201B:
    case 0x2032:
    case 0xFF07:
      return true;
    default:
      return false;
  }
}

/// Letters whose stroke Unicode does not count as an accent, and their
/// look-alikes: U+00F0 and U+0256 share their capital's shape with U+0111.
utf8proc_int32_t WithoutStroke(utf8proc_int32_t point) {
  switch (point) {
    case 0x111:
    case 0xF0:
    case 0x256:
      return 'd';
    case 0x180:
      return 'b';
    default:
      return point;
  }
}

bool IsLetterOrDigit(utf8proc_int32_t point) {
  const utf8proc_category_t category = utf8proc_category(point);
  return (category >= UTF8PROC_CATEGORY_LU &&
          category <= UTF8PROC_CATEGORY_LO) ||
         (category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO);
}

/// Appends what `point` becomes and says what kind that is. What it becomes is
/// folded in its turn, `rounds` times at most: a few letters come apart only
/// once their case is gone.
Kind Fold(utf8proc_int32_t point, std::string& out, int rounds = 3) {
  if (IsApostrophe(point)) return Kind::kNothing;
  constexpr int kOptions = UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT |
                           UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK |
                           UTF8PROC_IGNORE;
  constexpr utf8proc_ssize_t kMostParts = 32;  // the longest has 18
  utf8proc_int32_t parts[kMostParts];
  int boundary = 0;
  const utf8proc_ssize_t count = utf8proc_decompose_char(
      point, parts, kMostParts, static_cast<utf8proc_option_t>(kOptions),
      &boundary);
  if (count < 0 || count > kMostParts) return Kind::kSeparator;
  if (count == 0) return Kind::kNothing;
  Kind kind = Kind::kSeparator;
  for (utf8proc_ssize_t i = 0; i < count; ++i) {
    const utf8proc_int32_t letter = WithoutStroke(parts[i]);
    if (letter != point && rounds > 0) {
      if (Fold(letter, out, rounds - 1) == Kind::kLetters) {
        kind = Kind::kLetters;
      }
      continue;
    }
    if (!IsLetterOrDigit(letter)) continue;
    utf8proc_uint8_t bytes[4];
    const utf8proc_ssize_t size = utf8proc_encode_char(letter, bytes);
    out.append(reinterpret_cast<const char*>(bytes), size);
    kind = Kind::kLetters;
  }
  return kind;
}

using Table = std::array<Folded, kTableEnd>;

std::unique_ptr<const Table> MakeTable() {
  auto table = std::make_unique<Table>();
  std::string text;
  for (utf8proc_int32_t point = 0; point < kTableEnd; ++point) {
    text.clear();
    Folded& entry = (*table)[point];
    entry.kind = Fold(point, text);
    if (text.size() > entry.text.size()) {
      entry.kind = Kind::kTooLong;
      continue;
    }
    entry.size = static_cast<std::uint8_t>(text.size());
    std::copy(text.begin(), text.end(), entry.text.begin());
  }
  return table;
}

const Table& FoldTable() {
  static const Table& table = *MakeTable().release();
  return table;
}

/// Puts words together.
class KeyWriter {
 public:
  explicit KeyWriter(std::string& out)
      : out_(out), begin_(out.size()), word_(out.size()) {}

  /// False once the key is full.
  bool Letters(absl::string_view letters) {
    const bool parts = parted_ && out_.size() > begin_ && !Joins();
    parted_ = false;
    if (out_.size() - begin_ + letters.size() + parts > kMostNameKey) {
      return false;
    }
    if (parts) {
      out_ += ' ';
      word_ = out_.size();
    }
    out_.append(letters.data(), letters.size());
    return true;
  }
  void Part() { parted_ = true; }

 private:
  /// True when the word that was just written belongs to the next one.
  bool Joins() const {
    if (out_.size() - word_ != 1) return false;
    const char letter = out_[word_];
    if (letter == 'y') return word_ == begin_;
    return letter >= 'a' && letter <= 'z' &&
           absl::string_view("aeiou").find(letter) == absl::string_view::npos;
  }

  std::string& out_;
  const std::size_t begin_;
  std::size_t word_;  // where the last word begins
  bool parted_ = false;
};

}  // namespace

void AppendFoldedName(absl::string_view name, std::string& out) {
  const Table& table = FoldTable();
  KeyWriter writer(out);
  std::string rare;
  const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(name.data());
  for (std::size_t left = name.size(); left > 0;) {
    utf8proc_int32_t point = *at;
    utf8proc_ssize_t size = 1;
    if (point >= 0x80) {
      size = utf8proc_iterate(at, static_cast<utf8proc_ssize_t>(left), &point);
      if (size < 1) {
        size = 1;
        point = ' ';
      }
    }
    at += size;
    left -= size;
    Kind kind = Kind::kTooLong;
    absl::string_view letters;
    if (point < kTableEnd) {
      const Folded& entry = table[point];
      kind = entry.kind;
      letters = absl::string_view(entry.text.data(), entry.size);
    }
    if (kind == Kind::kTooLong) {
      rare.clear();
      kind = Fold(point, rare);
      letters = rare;
    }
    if (kind == Kind::kSeparator) writer.Part();
    if (kind == Kind::kLetters && !writer.Letters(letters)) return;
  }
}

std::string FoldName(absl::string_view name) {
  std::string key;
  key.reserve(std::min(name.size(), kMostNameKey));
  AppendFoldedName(name, key);
  return key;
}

std::string GivenFirst(absl::string_view key) {
  const std::size_t space = key.rfind(' ');
  if (space == absl::string_view::npos) return std::string(key);
  return absl::StrCat(key.substr(space + 1), " ", key.substr(0, space));
}

std::vector<absl::string_view> NameWords(absl::string_view key) {
  return absl::StrSplit(key, ' ', absl::SkipEmpty());
}

}  // namespace rasoat::registry
