// CSV as RFC 4180 has it, and as programs write it. Part of sheet/.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "services/common/sheet/reader.h"
#include "services/common/sheet/text_feed.h"

namespace rasoat::sheet {

/// Reads a CSV in UTF-8, with or without its mark, or UTF-16 with it.
///
/// The separator (comma, semicolon or tab) is the one the first rows have most
/// of; a first line `sep=;` decides, as it does in Excel. Lines end with CR LF,
/// LF or CR. A quoted cell may hold line breaks. A row is held in memory whole,
/// at most 256 KiB of it.
class CsvReader final : public Reader {
 public:
  /// Looks at the first 64 KiB.
  static absl::StatusOr<std::unique_ptr<Reader>> Open(Source& source,
                                                      const Limits& limits);

  absl::StatusOr<bool> Next(Row& row) override;
  const std::string& sheet_name(int) const override { return no_name_; }
  double progress() const override;

 private:
  /// Where a cell's text stands: in the buffer, or in `unquoted_`.
  struct Place {
    std::size_t begin = 0;
    std::size_t length = 0;
    bool unquoted = false;
  };
  enum class Parsed { kRow, kMore };

  CsvReader(Source& source, const Limits& limits)
      : source_(source), limits_(limits), feed_(source) {}
  absl::Status Begin();
  /// Parses one row from `begin_` on; kMore when it is not all there.
  Parsed Parse(std::size_t& end);
  bool ParseQuoted(std::size_t& at, Place& cell);
  void ParseLineAsItStands(std::size_t& end);
  void Emit(std::size_t end, Row& row);

  Source& source_;
  const Limits limits_;
  TextFeed feed_;
  std::string buffer_;
  std::size_t begin_ = 0;  // of the row to read, in buffer_
  bool at_end_ = false;    // buffer_ holds all that is left
  char separator_ = ',';
  std::int64_t number_ = 0;
  std::int64_t line_ = 1;
  RowFault fault_ = RowFault::kNone;
  std::vector<Place> places_;
  std::string unquoted_;
  std::string cleaned_;
  const std::string no_name_;
};

}  // namespace rasoat::sheet
