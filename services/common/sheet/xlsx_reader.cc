#include "services/common/sheet/xlsx_reader.h"

#include <algorithm>
#include <utility>

#include "services/common/sheet/faults.h"
#include "services/common/status/status_macros.h"

namespace rasoat::sheet {

absl::StatusOr<std::unique_ptr<Reader>> XlsxReader::Open(
    std::unique_ptr<ZipArchive> archive) {
  RASOAT_ASSIGN_OR_RETURN(XlsxBook book, XlsxBook::Read(*archive));
  return std::unique_ptr<Reader>(
      new XlsxReader(std::move(archive), std::move(book)));
}

const std::string& XlsxReader::sheet_name(int sheet) const {
  return book_.sheets[static_cast<std::size_t>(sheet)].name;
}

double XlsxReader::progress() const {
  const auto sheets = static_cast<double>(book_.sheets.size());
  if (pump_ == nullptr) return (sheet_ + 1) / sheets;
  const auto all = static_cast<double>(pump_->part().declared());
  const double part =
      all > 0 ? static_cast<double>(pump_->part().offset()) / all : 1;
  return (sheet_ + std::min(1.0, part)) / sheets;
}

absl::StatusOr<bool> XlsxReader::Next(Row& row) {
  WaitingRow* waiting = rows_.Take();
  while (waiting == nullptr) {
    rows_.Clear();
    if (pump_ == nullptr) {
      if (sheet_ + 1 == static_cast<int>(book_.sheets.size())) return false;
      ++sheet_;
      RASOAT_ASSIGN_OR_RETURN(ZipPart part,
                              archive_->Read(book_.sheets[sheet_].part));
      rows_.NextSheet();
      pump_ = std::make_unique<XmlPump>(std::move(part),
                                        archive_->limits().depth, rows_);
    }
    RASOAT_ASSIGN_OR_RETURN(const bool more, pump_->Step());
    if (!more) pump_.reset();
    waiting = rows_.Take();
  }
  if (++count_ > archive_->limits().rows) {
    return TooLarge("quá nhiều dòng", "too many rows");
  }
  row.sheet = sheet_;
  row.number = waiting->number;
  row.line = 0;
  row.fault = waiting->fault;
  row.cells.clear();
  for (const WaitingRow::Span& cell : waiting->cells) {
    row.cells.push_back(
        {absl::string_view(waiting->text).substr(cell.begin, cell.length),
         cell.kind});
  }
  return true;
}

}  // namespace rasoat::sheet
