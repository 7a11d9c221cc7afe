#include "services/common/sheet/xlsx_writer.h"

#include <fcntl.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <array>
#include <cstdlib>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/sheet/faults.h"
#include "services/common/sheet/text_feed.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace rasoat::sheet {
namespace {

constexpr int kLooks = 6;
constexpr absl::CivilDay kFirstDay(1900, 1, 1);

absl::Status NotWritten(absl::string_view why) {
  return Error(absl::StatusCode::kInternal, "SHEET_NOT_WRITTEN",
               absl::StrCat("the spreadsheet cannot be written: ", why));
}

void Dress(lxw_format* format, Look look) {
  switch (look) {
    case Look::kPlain:
      return;
    case Look::kTitle:
      format_set_bold(format);
      format_set_font_size(format, 14);
      return;
    case Look::kHeader:
      format_set_bold(format);
      format_set_border(format, LXW_BORDER_THIN);
      format_set_bg_color(format, 0xD9D9D9);
      format_set_text_wrap(format);
      format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
      return;
    case Look::kBad:
      format_set_bg_color(format, 0xFFC7CE);
      format_set_font_color(format, 0x9C0006);
      return;
    case Look::kDoubtful:
      format_set_bg_color(format, 0xFFEB9C);
      format_set_font_color(format, 0x7F6000);
      return;
    case Look::kNote:
      format_set_italic(format);
      format_set_text_wrap(format);
      return;
  }
}

/// The first characters of a text, at most as many as a cell may hold, without
/// those that XML cannot say.
std::string Fitting(absl::string_view text) {
  std::string fit = IsUtf8(text) ? std::string(text) : CleanUtf8(text);
  if (fit.size() > XlsxWriter::kMostCharacters) {
    // UTF-16 units are what counts; bytes are never fewer.
    std::size_t end = XlsxWriter::kMostCharacters;
    while ((static_cast<unsigned char>(fit[end]) & 0xC0) == 0x80) --end;
    fit.resize(end);
  }
  return fit;
}

}  // namespace

struct XlsxWriter::Book {
  std::string path;
  int descriptor = -1;
  lxw_workbook* workbook = nullptr;
  lxw_worksheet* sheet = nullptr;
  std::array<lxw_format*, kLooks> looks{};
  std::array<lxw_format*, kLooks> day_looks{};

  ~Book() {
    if (workbook != nullptr) workbook_close(workbook);
    if (!path.empty()) ::unlink(path.c_str());
    if (descriptor >= 0) ::close(descriptor);
  }
  lxw_format* Format(Look look) const {
    return looks[static_cast<std::size_t>(look)];
  }
};

XlsxWriter::XlsxWriter(std::unique_ptr<Book> book) : book_(std::move(book)) {}
XlsxWriter::~XlsxWriter() = default;

absl::StatusOr<std::unique_ptr<XlsxWriter>> XlsxWriter::Create(
    const WriterOptions& options) {
  auto book = std::make_unique<Book>();
  std::string path = absl::StrCat(options.scratch_folder, "/sheet-XXXXXX");
  book->descriptor = ::mkostemp(path.data(), O_CLOEXEC);
  if (book->descriptor < 0) return NotWritten("no file can be made");
  book->path = path;
  std::string folder = options.scratch_folder;
  lxw_workbook_options how{};
  how.constant_memory = LXW_TRUE;
  how.tmpdir = folder.data();
  book->workbook = workbook_new_opt(book->path.c_str(), &how);
  if (book->workbook == nullptr) return NotWritten("no book can be begun");
  for (int look = 0; look < kLooks; ++look) {
    book->looks[look] =
        look == 0 ? nullptr : workbook_add_format(book->workbook);
    if (look != 0) Dress(book->looks[look], static_cast<Look>(look));
    book->day_looks[look] = workbook_add_format(book->workbook);
    Dress(book->day_looks[look], static_cast<Look>(look));
    format_set_num_format(book->day_looks[look], "dd/mm/yyyy");
  }
  return std::unique_ptr<XlsxWriter>(new XlsxWriter(std::move(book)));
}

void XlsxWriter::Note(int error) {
  if (error_ == 0) error_ = error;
}

absl::Status XlsxWriter::StartSheet(const SheetStart& start) {
  book_->sheet = workbook_add_worksheet(
      book_->workbook, start.name.empty() ? nullptr : start.name.c_str());
  if (book_->sheet == nullptr) return NotWritten("no sheet can be begun");
  for (std::size_t i = 0; i < start.widths.size(); ++i) {
    const auto column = static_cast<lxw_col_t>(i);
    Note(worksheet_set_column(book_->sheet, column, column, start.widths[i],
                              nullptr));
  }
  if (start.frozen_rows > 0) {
    worksheet_freeze_panes(book_->sheet,
                           static_cast<lxw_row_t>(start.frozen_rows), 0);
  }
  row_ = 0;
  column_ = 0;
  return absl::OkStatus();
}

void XlsxWriter::Text(absl::string_view text, Look look) {
  if (text.empty()) return Blank(look);
  Note(worksheet_write_string(book_->sheet, static_cast<lxw_row_t>(row_),
                              static_cast<lxw_col_t>(column_++),
                              Fitting(text).c_str(), book_->Format(look)));
}

void XlsxWriter::Whole(std::int64_t number, Look look) {
  Decimal(static_cast<double>(number), look);
}

void XlsxWriter::Decimal(double number, Look look) {
  Note(worksheet_write_number(book_->sheet, static_cast<lxw_row_t>(row_),
                              static_cast<lxw_col_t>(column_++), number,
                              book_->Format(look)));
}

void XlsxWriter::Day(absl::CivilDay day, Look look) {
  if (day < kFirstDay) return Blank(look);
  // The 29 February 1900 that never was counts, too.
  const auto serial = day - absl::CivilDay(1899, 12, 30);
  Note(worksheet_write_number(
      book_->sheet, static_cast<lxw_row_t>(row_),
      static_cast<lxw_col_t>(column_++),
      static_cast<double>(serial < 61 ? serial - 1 : serial),
      book_->day_looks[static_cast<std::size_t>(look)]));
}

void XlsxWriter::Blank(Look look) {
  if (look != Look::kPlain) {
    Note(worksheet_write_blank(book_->sheet, static_cast<lxw_row_t>(row_),
                               static_cast<lxw_col_t>(column_),
                               book_->Format(look)));
  }
  ++column_;
}

void XlsxWriter::Comment(absl::string_view text) {
  if (text.empty() || column_ == 0 || comments_ == kMostComments) return;
  ++comments_;
  Note(worksheet_write_comment(book_->sheet, static_cast<lxw_row_t>(row_),
                               static_cast<lxw_col_t>(column_ - 1),
                               Fitting(text).c_str()));
}

absl::Status XlsxWriter::EndRow() {
  if (error_ != 0) {
    return NotWritten(lxw_strerror(static_cast<lxw_error>(error_)));
  }
  if (row_ + 1 > kMostRows) {
    return TooLarge("một trang tính chỉ có 1.048.576 dòng",
                    "a sheet has 1,048,576 rows at most");
  }
  ++row_;
  column_ = 0;
  return absl::OkStatus();
}

absl::StatusOr<FileSource> XlsxWriter::Finish() {
  Note(workbook_close(std::exchange(book_->workbook, nullptr)));
  if (error_ != 0) {
    return NotWritten(lxw_strerror(static_cast<lxw_error>(error_)));
  }
  absl::StatusOr<FileSource> file = FileSource::Open(book_->path);
  ::unlink(std::exchange(book_->path, "").c_str());
  return file;
}

}  // namespace rasoat::sheet
