// How a standard is laid out in a workbook: a sheet of single values, and a
// sheet a list. In each list the first row says in Vietnamese what a column is,
// the second names the field; entries follow from the third on.
#pragma once

#include <string>
#include <vector>

namespace rasoat::scoring {

/// A column of a list, or a row of the sheet of single values.
struct SheetField {
  const char* path;  ///< Such as `label.vi`; `.` is the whole entry.
  const char* label;
  bool required = false;  ///< An empty cell is a fault: 0 has to be said.
};

/// A sheet with a list.
struct SheetTable {
  const char* name;
  /// Where the entries are: `indicators`, `screening.items`; with `owner`, of
  /// the entry of that list whose code the first column says.
  const char* list;
  const char* owner;  ///< Null but for lists in lists.
  std::vector<SheetField> fields;
};

/// The sheet of single values: path, value, meaning.
extern const char kValuesSheet[];
/// Its rows.
const std::vector<SheetField>& SheetValues();
/// The other sheets, in order; a list in a list comes after its owner.
const std::vector<SheetTable>& SheetTables();

/// The row of the first entry of a list, and of the first value; from 1.
inline constexpr int kFirstEntryRow = 3;
inline constexpr int kFirstValueRow = 2;

}  // namespace rasoat::scoring
