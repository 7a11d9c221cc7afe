#include "services/registry/transfer/import_file.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/status/status_macros.h"
#include "services/registry/domain/vietnamese.h"

namespace rasoat::registry {
namespace {

constexpr int kRowsLookedAt = 50;
constexpr std::size_t kLongestHeader = 200;

absl::Status HeaderMissing() {
  return Invalid(Violation{
      "file", "IMPORT_HEADER_MISSING",
      "Không tìm thấy dòng tiêu đề; hãy đặt tên cột như Số hộ, Họ và tên, Quan "
      "hệ với chủ hộ, Ngày sinh, Giới tính, Dân tộc, Thôn ở đầu bảng.",
      "No row with the columns' names was found; name the columns at the top "
      "of the table, such as Số hộ, Họ và tên, Thôn."});
}

absl::Status ColumnsMissing(const std::vector<const ImportColumn*>& missing) {
  std::vector<std::string> vi;
  std::vector<std::string> en;
  for (const ImportColumn* column : missing) {
    vi.push_back(column->label.vi);
    en.push_back(column->label.en);
  }
  return Invalid(Violation{
      "file", "IMPORT_COLUMNS_MISSING",
      absl::StrCat("Bảng thiếu cột: ", absl::StrJoin(vi, ", "),
                   "; hãy thêm hoặc đổi tên cột."),
      absl::StrCat("The table lacks the columns: ", absl::StrJoin(en, ", "),
                   "; add or rename them.")});
}

absl::string_view RuleOf(sheet::RowFault fault) {
  switch (fault) {
    case sheet::RowFault::kNone:
      return "";
    case sheet::RowFault::kEncoding:
      return "ROW_ENCODING";
    case sheet::RowFault::kQuote:
      return "ROW_QUOTE";
    case sheet::RowFault::kTooLong:
      return "ROW_TOO_LONG";
  }
  return "";
}

std::vector<absl::string_view> TextsOf(const std::vector<std::string>& row) {
  return {row.begin(), row.end()};
}

/// Without the apostrophe that keeps an exported text from being a formula.
absl::string_view WithoutGuard(absl::string_view text) {
  constexpr absl::string_view kFormula = "=+-@\t\r";
  const bool guarded = text.size() > 1 && text[0] == '\'' &&
                       kFormula.find(text[1]) != absl::string_view::npos;
  return guarded ? text.substr(1) : text;
}

}  // namespace

absl::StatusOr<std::unique_ptr<ImportFile>> ImportFile::Open(
    sheet::Source& source, const ImportJudges& judges) {
  RASOAT_ASSIGN_OR_RETURN(auto reader, sheet::Open(source));
  return std::unique_ptr<ImportFile>(new ImportFile(std::move(reader), judges));
}

absl::StatusOr<bool> ImportFile::Next(std::size_t count,
                                      std::vector<ImportedHousehold>& out) {
  const std::size_t wanted = out.size() + count;
  const auto emit = [&](ImportedHousehold household) {
    out.push_back(std::move(household));
  };
  sheet::Row row;
  while (out.size() < wanted) {
    RASOAT_ASSIGN_OR_RETURN(const bool more, reader_->Next(row));
    if (!more) {
      RASOAT_RETURN_IF_ERROR(StartSheet(sheet_ + 1, emit));
      if (columns_.empty()) return HeaderMissing();
      return false;
    }
    if (row.sheet != sheet_) {
      RASOAT_RETURN_IF_ERROR(StartSheet(row.sheet, emit));
    }
    if (where_ == Where::kNoTable) continue;
    if (where_ == Where::kBeforeHeader) {
      RASOAT_ASSIGN_OR_RETURN(const bool used, LookForHeader(row, emit));
      if (used) continue;
    }
    AddRow(row, emit);
  }
  return true;
}

absl::Status ImportFile::StartSheet(int sheet, ImportAssembler::Emit emit) {
  if (where_ == Where::kBeforeHeader && holds_) {
    // A header may be all that the sheet has.
    bool two_rows = false;
    RASOAT_RETURN_IF_ERROR(TakeHeader({}, emit, two_rows));
  }
  assembler_.Finish(emit);
  sheet_ = sheet;
  where_ = Where::kBeforeHeader;
  looked_at_ = 0;
  holds_ = false;
  return absl::OkStatus();
}

absl::StatusOr<bool> ImportFile::LookForHeader(const sheet::Row& row,
                                               ImportAssembler::Emit emit) {
  if (holds_) {
    std::vector<absl::string_view> below;
    for (const sheet::Cell& cell : row.cells) below.push_back(cell.text);
    bool two_rows = false;
    RASOAT_RETURN_IF_ERROR(TakeHeader(below, emit, two_rows));
    if (where_ == Where::kInRows) return two_rows;
  }
  if (++looked_at_ > kRowsLookedAt) {
    where_ = Where::kNoTable;
    return true;
  }
  held_.clear();
  for (const sheet::Cell& cell : row.cells) held_.emplace_back(cell.text);
  held_number_ = row.number;
  holds_ = true;
  return true;
}

absl::Status ImportFile::TakeHeader(absl::Span<const absl::string_view> below,
                                    ImportAssembler::Emit emit,
                                    bool& two_rows) {
  const ImportHeader header =
      MatchHeader(judges_.layout, TextsOf(held_), below);
  if (!IsHeader(judges_.layout, header)) return absl::OkStatus();
  const auto missing = MissingColumns(judges_.layout, header);
  if (!missing.empty()) return ColumnsMissing(missing);
  two_rows = header.two_rows;
  where_ = Where::kInRows;
  holds_ = false;
  for (std::size_t i = 0; i < header.column_of_cell.size(); ++i) {
    const int column = header.column_of_cell[i];
    std::string text = i < held_.size() ? Tidied(held_[i]) : "";
    if (two_rows && i < below.size() && !below[i].empty()) {
      text = absl::StrCat(text, text.empty() ? "" : " / ", Tidied(below[i]));
    }
    if (text.empty()) continue;
    if (text.size() > kLongestHeader) text = "…";
    columns_.push_back(
        {.sheet = reader_->sheet_name(sheet_),
         .sheet_place = sheet_,
         .cell = static_cast<int>(i),
         .header_row = held_number_,
         .header = text,
         .column = column < 0 ? "" : judges_.layout.columns[column].key});
  }
  assembler_.StartSheet(header, emit);
  return absl::OkStatus();
}

void ImportFile::AddRow(const sheet::Row& row, ImportAssembler::Emit emit) {
  cells_.clear();
  for (const sheet::Cell& cell : row.cells) {
    cells_.push_back({.text = WithoutGuard(cell.text),
                      .is_number = cell.kind == sheet::CellKind::kNumber,
                      .is_error = cell.kind == sheet::CellKind::kError});
  }
  assembler_.Add({.sheet = row.sheet, .number = row.number}, cells_,
                 RuleOf(row.fault), emit);
}

}  // namespace rasoat::registry
