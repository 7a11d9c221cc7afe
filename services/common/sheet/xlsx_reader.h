// XLSX, sheet after sheet. Part of sheet/.
#pragma once

#include <memory>
#include <string>

#include "services/common/sheet/reader.h"
#include "services/common/sheet/xlsx_book.h"
#include "services/common/sheet/xlsx_rows.h"
#include "services/common/sheet/xml_pump.h"
#include "services/common/sheet/zip_archive.h"

namespace rasoat::sheet {

/// Reads an XLSX: the sheets' XML as a stream, 64 KiB at a time; formats and
/// shared texts are held in memory. Of a formula its cached value is read, of
/// merged cells the first has the text and the others none.
class XlsxReader final : public Reader {
 public:
  /// Reads all but the sheets.
  static absl::StatusOr<std::unique_ptr<Reader>> Open(
      std::unique_ptr<ZipArchive> archive);

  absl::StatusOr<bool> Next(Row& row) override;
  const std::string& sheet_name(int sheet) const override;
  double progress() const override;

 private:
  XlsxReader(std::unique_ptr<ZipArchive> archive, XlsxBook book)
      : archive_(std::move(archive)),
        book_(std::move(book)),
        rows_(book_, archive_->limits()) {}

  const std::unique_ptr<ZipArchive> archive_;
  const XlsxBook book_;
  XlsxRows rows_;
  std::unique_ptr<XmlPump> pump_;  // of the sheet being read
  int sheet_ = -1;
  std::int64_t count_ = 0;
};

}  // namespace rasoat::sheet
