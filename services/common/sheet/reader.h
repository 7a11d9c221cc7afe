// Reads tables that people send: CSV and XLSX, row by row, in bounded memory
// whatever the file holds.
//
//   sheet::FileSource file = …;
//   RASOAT_ASSIGN_OR_RETURN(auto rows, sheet::Open(file));
//   sheet::Row row;
//   for (;;) {
//     RASOAT_ASSIGN_OR_RETURN(bool more, rows->Next(row));
//     if (!more) break;
//     … row.cells …
//   }
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/common/sheet/source.h"

namespace rasoat::sheet {

/// What the file says a cell is. CSV knows only the first two.
enum class CellKind : std::uint8_t {
  kEmpty,
  kText,
  kNumber,   ///< Whole numbers below 10^15 without point or exponent; padded
             ///< with zeros where the cell's format shows them.
  kDate,     ///< `2021-09-30`, and `T07:30:00` after it if it has a time.
  kBoolean,  ///< `1` or `0`.
  kError,    ///< A formula's error, such as `#N/A`.
};

/// One cell. `text` is UTF-8, as written: not trimmed, not normalized.
struct Cell {
  absl::string_view text;
  CellKind kind = CellKind::kEmpty;
};

/// What is wrong with a row as such. Its cells are what could be made of it.
enum class RowFault : std::uint8_t {
  kNone,
  kEncoding,  ///< Bytes that are not the file's encoding, shown as U+FFFD.
  kQuote,     ///< A quote that is not closed: the line is taken as it stands.
  kTooLong,   ///< More cells or longer ones than Limits allow; cut.
};

/// One row. Its cells are views that live until the reader's next step.
struct Row {
  int sheet = 0;            ///< 0 first; see Reader::sheet_name().
  std::int64_t number = 0;  ///< As a spreadsheet program shows it, 1 first.
  std::int64_t line = 0;    ///< Of a CSV: the line it starts on. Else 0.
  RowFault fault = RowFault::kNone;
  std::vector<Cell> cells;  ///< From column A; may be shorter than others.
};

/// How much a file may ask of us. The defaults take a million rows.
struct Limits {
  std::int64_t file_bytes = std::int64_t{1} << 30;  ///< Of the file itself.
  std::int64_t part_bytes = std::int64_t{4} << 30;  ///< One part, unpacked.
  /// How many times its packed size a part may become, once it is past 16 MiB.
  std::int64_t ratio = 250;
  /// The shared texts of an XLSX, which have to be held in memory.
  std::int64_t shared_text_bytes = std::int64_t{160} << 20;
  int columns = 512;
  std::size_t cell_bytes = 32 << 10;
  std::int64_t rows = 4'000'000;  ///< Of all sheets together.
  int depth = 64;                 ///< Of elements in each other.
  int parts = 4'000;              ///< In the file.
};

/// Reads rows from first to last. One thread at a time.
class Reader {
 public:
  virtual ~Reader() = default;
  /// The next row that is there, into `row`; false after the last. A row of an
  /// XLSX without cells may be left out; its number is then skipped.
  ///
  /// Errors, each a Violation in both languages:
  ///   INVALID_ARGUMENT  SHEET_BROKEN     the file does not keep to its format
  ///   INVALID_ARGUMENT  SHEET_TOO_LARGE  past one of Limits
  ///   INVALID_ARGUMENT  SHEET_UNSAFE     a document type: it could define
  ///                                      entities that expand without end
  ///   those of the Source
  virtual absl::StatusOr<bool> Next(Row& row) = 0;
  /// What a sheet is called; "" for a CSV.
  virtual const std::string& sheet_name(int sheet) const = 0;
  /// How far it is in the file, 0 to 1, roughly.
  virtual double progress() const = 0;
};

/// What a file is, by its first bytes and, of a zip, its parts.
enum class FileKind { kCsv, kXlsx };

/// Opens a file as what it is, whatever its name. The source must outlive the
/// reader. Hidden sheets are left out.
///
/// Errors, each a Violation in both languages, besides those of Reader::Next:
///   INVALID_ARGUMENT  SHEET_EMPTY         no bytes, or no visible sheet
///   INVALID_ARGUMENT  SHEET_KIND_WRONG    neither CSV nor XLSX
///   INVALID_ARGUMENT  SHEET_OLD_FORMAT    .xls: to be saved as .xlsx
///   INVALID_ARGUMENT  SHEET_PASSWORD      protected by a password
///   INVALID_ARGUMENT  SHEET_HAS_MACROS    .xlsm and the like
absl::StatusOr<std::unique_ptr<Reader>> Open(Source& source,
                                             const Limits& limits = {});

/// The kind alone. Errors as Open; looks at the start of the file, and at the
/// directory of a zip.
absl::StatusOr<FileKind> KindOf(Source& source, const Limits& limits = {});

/// Column 0 as `A`, 25 as `Z`, 26 as `AA`.
std::string ColumnName(int column);

/// The day that Excel counts as `serial` (1 is 1900-01-01, with the 29 February
/// 1900 that never was); or, in a workbook of the 1904 kind, from 1904-01-01
/// on. Nothing for a number no program shows as a day.
std::optional<absl::CivilDay> DayOfSerial(std::int64_t serial,
                                          bool from_1904 = false);

}  // namespace rasoat::sheet
