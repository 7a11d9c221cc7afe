// Rows of cells, as CSV or as XLSX.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/common/sheet/source.h"

namespace rasoat::registry {

/// How a list begins.
struct ListHead {
  std::string sheet_name;
  std::string title;
  /// What is said of the list, a line each.
  std::vector<std::string> notes;
  std::vector<std::string> columns;
  /// Of the columns, in characters.
  std::vector<double> widths;
};

/// A list being written. Cells are added one after the other, from the first
/// column. One thread at a time.
class ExportRows {
 public:
  virtual ~ExportRows() = default;
  /// Text stays text: no program takes it for a formula.
  virtual void Text(absl::string_view text) = 0;
  virtual void Whole(std::int64_t number) = 0;
  virtual void Day(absl::CivilDay day) = 0;
  /// Errors: those of writing.
  virtual absl::Status EndRow() = 0;
  virtual absl::StatusOr<sheet::FileSource> Finish() = 0;
};

/// UTF-8 with its mark, commas, CR LF; a text that begins like a formula (`=`,
/// `+`, `-`, `@`, tab, CR) gets an apostrophe before it.
absl::StatusOr<std::unique_ptr<ExportRows>> CsvRows(const ListHead& head,
                                                    const std::string& folder);

/// A workbook. After `most_rows` rows a further sheet begins, with the columns'
/// headings again.
absl::StatusOr<std::unique_ptr<ExportRows>> XlsxRows(
    const ListHead& head, const std::string& folder,
    std::int64_t most_rows = 1'048'576);

}  // namespace rasoat::registry
