#include "services/registry/transfer/import_report.h"

#include <algorithm>
#include <deque>
#include <memory>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/common/clock/clock.h"
#include "services/common/sheet/reader.h"
#include "services/common/sheet/xlsx_writer.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/registry/domain/vietnamese.h"
#include "services/registry/transfer/import_bytes.h"

namespace rasoat::registry {
namespace {

using sheet::Look;

constexpr char kRemarks[] = "Lỗi và cách sửa";
constexpr int kRowsAtOnce = 500;
constexpr absl::Duration kReadTime = absl::Seconds(20);
constexpr double kUsualWidth = 16;
constexpr double kRemarksWidth = 60;

/// The rows with findings, in the order of the file.
class Findings {
 public:
  Findings(ImportStore& store, const ImportId& id) : store_(store) {
    filter_.import = id;
    filter_.after.sheet = -1;
  }
  /// The findings of a row; rows are asked for in their order.
  absl::StatusOr<std::vector<ImportFinding>> Of(const ImportRowAt& at) {
    for (;;) {
      while (!rows_.empty() && rows_.front().at < at) rows_.pop_front();
      if (!rows_.empty()) {
        if (rows_.front().at != at) return std::vector<ImportFinding>();
        return std::move(rows_.front().findings);
      }
      if (at_end_) return std::vector<ImportFinding>();
      RASOAT_ASSIGN_OR_RETURN(
          std::vector<ImportRow> more,
          store_.Rows(filter_, kRowsAtOnce, SystemClock().Now() + kReadTime));
      at_end_ = more.empty();
      if (at_end_) continue;
      filter_.after = more.back().at;
      rows_.assign(std::make_move_iterator(more.begin()),
                   std::make_move_iterator(more.end()));
    }
  }

 private:
  ImportStore& store_;
  ImportRowFilter filter_;
  std::deque<ImportRow> rows_;
  bool at_end_ = false;
};

Look LookOf(FindingKind kind) {
  switch (kind) {
    case FindingKind::kError:
    case FindingKind::kDuplicate:
      return Look::kBad;
    case FindingKind::kWarning:
      return Look::kDoubtful;
    default:
      return Look::kPlain;
  }
}

class Report {
 public:
  Report(const Import& import, const ImportLayout& layout,
         sheet::XlsxWriter& book)
      : import_(import), layout_(layout), book_(book) {}

  absl::Status StartSheet(int place, const std::string& name) {
    width_ = 0;
    header_row_ = 0;
    cell_of_column_.assign(layout_.columns.size(), -1);
    for (const ImportFileColumn& column : import_.columns) {
      if (column.sheet_place != place) continue;
      width_ = std::max(width_, column.cell + 1);
      header_row_ = column.header_row;
      const int known = layout_.Find(column.column);
      if (known >= 0) cell_of_column_[known] = column.cell;
    }
    std::vector<double> widths(static_cast<std::size_t>(width_), kUsualWidth);
    if (width_ > 0) widths.push_back(kRemarksWidth);
    return book_.StartSheet({.name = name,
                             .widths = std::move(widths),
                             .frozen_rows = static_cast<int>(header_row_)});
  }

  absl::Status Add(const sheet::Row& row,
                   const std::vector<ImportFinding>& findings) {
    while (book_.rows() + 1 < row.number)
      RASOAT_RETURN_IF_ERROR(book_.EndRow());
    looks_.assign(static_cast<std::size_t>(std::max(width_, 1)), Look::kPlain);
    comments_.assign(looks_.size(), "");
    std::string remarks;
    for (const ImportFinding& finding : findings) {
      const Look look = LookOf(finding.kind);
      if (look == Look::kPlain) continue;
      const std::string text = TextOf(finding).vi;
      Mark(finding, look, text);
      absl::StrAppend(&remarks, remarks.empty() ? "" : "\n",
                      finding.column < 0
                          ? ""
                          : layout_.columns[finding.column].label.vi + ": ",
                      text);
    }
    const auto cells = static_cast<int>(row.cells.size());
    const int columns = width_ > 0 ? std::max(width_, 1) : cells;
    for (int i = 0; i < std::max(columns, cells); ++i) {
      if (i == width_ && width_ > 0) {
        // Cells to the right of the table make room for the remarks.
        Remark(row, remarks);
      }
      const Look look =
          i < static_cast<int>(looks_.size()) ? looks_[i] : Look::kPlain;
      if (i < cells) {
        Put(row.cells[i], look);
      } else {
        book_.Blank(look);
      }
      if (i < static_cast<int>(comments_.size())) book_.Comment(comments_[i]);
    }
    if (width_ > 0 && cells <= width_) Remark(row, remarks);
    return book_.EndRow();
  }

 private:
  void Mark(const ImportFinding& finding, Look look, const std::string& text) {
    int cell = finding.column < 0 ? 0 : cell_of_column_[finding.column];
    cell = std::max(cell, 0);
    // Bad outweighs doubtful.
    if (looks_[cell] != Look::kBad) looks_[cell] = look;
    absl::StrAppend(&comments_[cell], comments_[cell].empty() ? "" : "\n",
                    text);
  }
  void Remark(const sheet::Row& row, const std::string& remarks) {
    if (row.number == header_row_) {
      book_.Text(kRemarks, Look::kHeader);
    } else {
      book_.Text(remarks, remarks.empty() ? Look::kPlain : Look::kNote);
    }
  }
  void Put(const sheet::Cell& cell, Look look) {
    std::int64_t number = 0;
    int year = 0, month = 0, day = 0;
    if (cell.kind == sheet::CellKind::kNumber && cell.text.size() <= 15 &&
        (cell.text.size() == 1 || cell.text[0] != '0') &&
        absl::SimpleAtoi(cell.text, &number)) {
      book_.Whole(number, look);
    } else if (cell.kind == sheet::CellKind::kDate && cell.text.size() == 10 &&
               absl::SimpleAtoi(cell.text.substr(0, 4), &year) &&
               absl::SimpleAtoi(cell.text.substr(5, 2), &month) &&
               absl::SimpleAtoi(cell.text.substr(8, 2), &day)) {
      book_.Day(absl::CivilDay(year, month, day), look);
    } else {
      book_.Text(cell.text, look);
    }
  }

  const Import& import_;
  const ImportLayout& layout_;
  sheet::XlsxWriter& book_;
  int width_ = 0;  // of the table; 0 for a sheet without one
  std::int64_t header_row_ = 0;
  std::vector<int> cell_of_column_;
  std::vector<Look> looks_;
  std::vector<std::string> comments_;  // beside the cells
};

}  // namespace

absl::StatusOr<sheet::FileSource> WriteImportReport(
    ImportStore& store, const Import& import, const ImportLayout& layout,
    const ReportOptions& options) {
  RASOAT_ASSIGN_OR_RETURN(ImportBytes bytes, ImportBytes::Open(store, import));
  RASOAT_ASSIGN_OR_RETURN(auto reader, sheet::Open(bytes));
  RASOAT_ASSIGN_OR_RETURN(
      auto book,
      sheet::XlsxWriter::Create({.scratch_folder = options.scratch_folder}));
  Findings findings(store, import.id);
  Report report(import, layout, *book);
  int sheet = -1;
  sheet::Row row;
  for (std::int64_t count = 0;; ++count) {
    RASOAT_ASSIGN_OR_RETURN(const bool more, reader->Next(row));
    if (!more) break;
    if (count % 1000 == 0 && options.cancelled()) {
      return Error(absl::StatusCode::kCancelled, "CALL_CANCELLED",
                   "the caller left before the report was made");
    }
    if (row.sheet != sheet) {
      sheet = row.sheet;
      RASOAT_RETURN_IF_ERROR(
          report.StartSheet(sheet, reader->sheet_name(sheet)));
    }
    RASOAT_ASSIGN_OR_RETURN(
        const std::vector<ImportFinding> found,
        findings.Of({.sheet = row.sheet, .number = row.number}));
    RASOAT_RETURN_IF_ERROR(report.Add(row, found));
  }
  return book->Finish();
}

}  // namespace rasoat::registry
