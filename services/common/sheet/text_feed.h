// A file's text as UTF-8, piece by piece. Part of sheet/.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "services/common/sheet/source.h"

namespace rasoat::sheet {

/// Reads UTF-8 with or without its mark, and UTF-16 of either order with it.
/// Does not judge UTF-8: CleanUtf8() does, row by row. Half a surrogate pair
/// comes as three bytes that are not UTF-8.
class TextFeed {
 public:
  explicit TextFeed(Source& source) : source_(source) {}

  /// Appends the next piece to `text`; false at the end.
  absl::StatusOr<bool> Fill(std::string& text);
  /// Bytes read so far.
  std::int64_t offset() const { return offset_; }

 private:
  enum class Encoding { kUnknown, kUtf8, kUtf16Little, kUtf16Big };
  void Convert(absl::string_view bytes, bool last, std::string& text);

  Source& source_;
  std::int64_t offset_ = 0;
  Encoding encoding_ = Encoding::kUnknown;
  std::string raw_;
  std::string left_;        // half a unit of UTF-16
  std::uint32_t high_ = 0;  // the first half of a surrogate pair
};

/// True when `text` is UTF-8.
bool IsUtf8(absl::string_view text);
/// `text` with U+FFFD for every byte that is not UTF-8.
std::string CleanUtf8(absl::string_view text);
/// Appends a code point.
void AppendUtf8(std::uint32_t point, std::string& out);

}  // namespace rasoat::sheet
