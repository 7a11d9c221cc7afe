#include "services/scoring/transfer/write_workbook.h"

#include <cstdint>

#include "absl/strings/numbers.h"
#include "services/common/sheet/xlsx_writer.h"
#include "services/common/status/status_macros.h"
#include "services/scoring/transfer/cell_text.h"
#include "services/scoring/transfer/entries.h"
#include "services/scoring/transfer/layout.h"

namespace rasoat::scoring {
namespace {

using google::protobuf::Message;
using sheet::Look;
using sheet::XlsxWriter;

void WriteCell(const Message& message, const char* path, XlsxWriter& book) {
  const bool whole_entry = path[0] == '.';
  const std::string text =
      whole_entry ? MessageText(message) : CellText(message, path);
  std::int64_t number = 0;
  if (!whole_entry && IsWhole(*message.GetDescriptor(), path) &&
      absl::SimpleAtoi(text, &number)) {
    book.Whole(number);
  } else if (text.empty()) {
    book.Blank();
  } else {
    book.Text(text);
  }
}

absl::Status WriteValues(const v1::Standard& standard, XlsxWriter& book) {
  RASOAT_RETURN_IF_ERROR(book.StartSheet(
      {.name = kValuesSheet, .widths = {38, 60, 60}, .frozen_rows = 1}));
  for (const char* header : {"field", "Giá trị", "Ý nghĩa"}) {
    book.Text(header, Look::kHeader);
  }
  RASOAT_RETURN_IF_ERROR(book.EndRow());
  for (const SheetField& field : SheetValues()) {
    book.Text(field.path);
    WriteCell(standard, field.path, book);
    book.Text(field.label, Look::kNote);
    RASOAT_RETURN_IF_ERROR(book.EndRow());
  }
  return absl::OkStatus();
}

absl::Status WriteTable(const v1::Standard& standard, const SheetTable& table,
                        XlsxWriter& book) {
  RASOAT_RETURN_IF_ERROR(
      book.StartSheet({.name = table.name,
                       .widths = {22, 22, 22, 22, 14, 14, 14, 14, 14, 14, 14},
                       .frozen_rows = 2}));
  if (table.owner != nullptr) book.Text("Mã chỉ số", Look::kHeader);
  for (const SheetField& field : table.fields) {
    book.Text(field.label, Look::kHeader);
  }
  RASOAT_RETURN_IF_ERROR(book.EndRow());
  if (table.owner != nullptr) book.Text(table.owner, Look::kNote);
  for (const SheetField& field : table.fields) {
    book.Text(field.path, Look::kNote);
  }
  RASOAT_RETURN_IF_ERROR(book.EndRow());
  for (const SheetEntry& one : EntriesOf(standard, table)) {
    if (table.owner != nullptr) book.Text(one.owner);
    for (const SheetField& field : table.fields) {
      WriteCell(*one.entry, field.path, book);
    }
    RASOAT_RETURN_IF_ERROR(book.EndRow());
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<sheet::FileSource> WriteWorkbook(const v1::Standard& standard) {
  RASOAT_ASSIGN_OR_RETURN(auto book, XlsxWriter::Create({}));
  RASOAT_RETURN_IF_ERROR(WriteValues(standard, *book));
  for (const SheetTable& table : SheetTables()) {
    RASOAT_RETURN_IF_ERROR(WriteTable(standard, table, *book));
  }
  return book->Finish();
}

}  // namespace rasoat::scoring
