// Writes an XLSX row by row, in bounded memory: what is written goes to files
// in a scratch folder, and one finished file comes of it.
//
//   RASOAT_ASSIGN_OR_RETURN(auto book, sheet::XlsxWriter::Create({}));
//   RASOAT_RETURN_IF_ERROR(book->StartSheet({.name = "Hộ", .widths = {8,
//   30}})); book->Text("Số hộ", sheet::Look::kHeader); book->Text("Chủ hộ",
//   sheet::Look::kHeader); RASOAT_RETURN_IF_ERROR(book->EndRow());
//   book->Whole(1);
//   book->Text("Nguyễn Văn A");
//   RASOAT_RETURN_IF_ERROR(book->EndRow());
//   RASOAT_ASSIGN_OR_RETURN(sheet::FileSource file, book->Finish());
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

namespace rasoat::sheet {

/// How a cell looks.
enum class Look {
  kPlain,
  kTitle,     ///< Large and bold.
  kHeader,    ///< Bold, framed, grey, wrapped.
  kBad,       ///< On red: has to be corrected.
  kDoubtful,  ///< On yellow: to be looked at.
  kNote,      ///< Italic, wrapped: what is said about the others.
};

/// Where a book's files go meanwhile, and until they are read.
struct WriterOptions {
  std::string scratch_folder = "/tmp";
};

/// A sheet to begin.
struct SheetStart {
  std::string name;            ///< At most 31 characters; not `[]:*?/\`.
  std::vector<double> widths;  ///< Of the columns from A, in characters.
  int frozen_rows = 0;         ///< Stay in sight: those with the header.
};

/// One book. One thread at a time. What goes wrong while cells are added is
/// kept and told by the next EndRow() or Finish().
class XlsxWriter {
 public:
  /// A sheet cannot have more rows: Excel's limit.
  static constexpr std::int64_t kMostRows = 1'048'576;
  /// A cell cannot have more characters; longer text is cut.
  static constexpr std::size_t kMostCharacters = 32'767;

  /// Errors: INTERNAL  SHEET_NOT_WRITTEN  the scratch folder cannot be written
  static absl::StatusOr<std::unique_ptr<XlsxWriter>> Create(
      const WriterOptions& options);
  ~XlsxWriter();
  XlsxWriter(const XlsxWriter&) = delete;

  /// Begins a sheet; everything up to the next goes there. At least one.
  absl::Status StartSheet(const SheetStart& start);

  /// Adds the next cell of the row, from column A on. Text is written as text,
  /// whatever it looks like: never a number or a formula.
  void Text(absl::string_view text, Look look = Look::kPlain);
  /// A whole number, shown without separators; exact up to 2^53.
  void Whole(std::int64_t number, Look look = Look::kPlain);
  /// A number with decimals.
  void Decimal(double number, Look look = Look::kPlain);
  /// A day from 1900-01-01 on, shown as dd/mm/yyyy.
  void Day(absl::CivilDay day, Look look = Look::kPlain);
  /// An empty cell; with a look other than kPlain it is coloured.
  void Blank(Look look = Look::kPlain);

  /// Lets a text appear beside the cell that was added last when somebody
  /// points at it. Kept in memory until the end: of a book's comments the first
  /// kMostComments are written, further ones are left out.
  static constexpr int kMostComments = 5'000;
  void Comment(absl::string_view text);

  /// Ends the row. Errors:
  ///   INVALID_ARGUMENT  SHEET_TOO_LARGE    past kMostRows
  ///   INTERNAL          SHEET_NOT_WRITTEN  the disk is full, for example
  absl::Status EndRow();
  /// Rows ended so far in this sheet.
  std::int64_t rows() const { return row_; }

  /// Ends the book and gives the finished file, which has no name any more and
  /// goes away with the source. Nothing may be called after it.
  absl::StatusOr<FileSource> Finish();

 private:
  struct Book;
  explicit XlsxWriter(std::unique_ptr<Book> book);
  void Note(int error);

  std::unique_ptr<Book> book_;
  std::int64_t row_ = 0;
  int column_ = 0;
  int error_ = 0;
  int comments_ = 0;
};

}  // namespace rasoat::sheet
