// What the small parts of an XLSX say: its sheets, number formats and shared
// texts. Part of sheet/.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/common/sheet/zip_archive.h"

namespace rasoat::sheet {

/// The texts that cells point to, in one block of memory.
class SharedTexts {
 public:
  /// Errors: SHEET_TOO_LARGE, and those of reading the part.
  absl::Status Read(ZipArchive& archive, const std::string& part);
  /// The text with this number; nullopt for none. A view into the block.
  bool Find(std::uint64_t number, absl::string_view& text) const;

 private:
  friend class SharedTextsHandler;
  std::string block_;
  std::vector<std::uint32_t> ends_;  // in block_; 4 GiB would be past Limits
};

/// How a cell's number is shown.
struct NumberLook {
  bool is_date = false;
  int digits = 0;  ///< The format is that many zeros; 0 for any other.
};

/// A sheet as the workbook lists it.
struct SheetEntry {
  std::string name;
  std::string part;
};

/// A workbook without its cells.
struct XlsxBook {
  std::vector<SheetEntry> sheets;  ///< The visible ones.
  std::vector<NumberLook> looks;   ///< By the number of the cell's style.
  bool from_1904 = false;
  SharedTexts texts;

  /// Reads all of it. Errors: SHEET_EMPTY without a visible sheet, and those of
  /// reading a part.
  static absl::StatusOr<XlsxBook> Read(ZipArchive& archive);
};

/// What a format code shows.
NumberLook LookOf(absl::string_view code);

/// Puts the characters in place of `_x000D_` and the like.
void UndoEscapes(std::string& text);

}  // namespace rasoat::sheet
