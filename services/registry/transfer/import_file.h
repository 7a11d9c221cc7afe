// A file of households, read and judged by itself: what it says, and what is
// wrong with that, whatever the register holds.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/sheet/reader.h"
#include "services/registry/domain/import.h"
#include "services/registry/domain/import_assembler.h"

namespace rasoat::registry {

/// What a file is judged by; must outlive it.
struct ImportJudges {
  const ImportLayout& layout;
  const PersonRules& rules;
  const VillageFinder& villages;
  absl::CivilDay today;
};

/// Reads a file from its start to its end, once. In every sheet the header is
/// looked for in the first rows; a sheet without one is left out. One thread at
/// a time.
class ImportFile {
 public:
  /// Errors: those of sheet::Open.
  static absl::StatusOr<std::unique_ptr<ImportFile>> Open(
      sheet::Source& source, const ImportJudges& judges);

  /// Appends the next households to `out`, `count` or a few more; false when
  /// there are no more.
  ///
  /// Errors: those of sheet::Reader::Next; and
  ///   INVALID_ARGUMENT  IMPORT_HEADER_MISSING   no sheet has a header
  ///   INVALID_ARGUMENT  IMPORT_COLUMNS_MISSING  a header lacks required ones
  absl::StatusOr<bool> Next(std::size_t count,
                            std::vector<ImportedHousehold>& out);

  /// The columns of the headers found so far.
  const std::vector<ImportFileColumn>& columns() const { return columns_; }
  /// What a sheet is called.
  const std::string& sheet_name(int sheet) const {
    return reader_->sheet_name(sheet);
  }
  /// How far it is, in thousandths.
  int permille() const { return static_cast<int>(reader_->progress() * 1000); }

 private:
  ImportFile(std::unique_ptr<sheet::Reader> reader, const ImportJudges& judges)
      : reader_(std::move(reader)),
        judges_(judges),
        assembler_(judges.layout, judges.rules, judges.villages, judges.today) {
  }

  enum class Where { kBeforeHeader, kInRows, kNoTable };
  absl::Status StartSheet(int sheet, ImportAssembler::Emit emit);
  /// True when the row was part of the header, or is no row of a table.
  absl::StatusOr<bool> LookForHeader(const sheet::Row& row,
                                     ImportAssembler::Emit emit);
  absl::Status TakeHeader(absl::Span<const absl::string_view> below,
                          ImportAssembler::Emit emit, bool& two_rows);
  void AddRow(const sheet::Row& row, ImportAssembler::Emit emit);

  const std::unique_ptr<sheet::Reader> reader_;
  const ImportJudges judges_;
  ImportAssembler assembler_;
  Where where_ = Where::kBeforeHeader;
  int sheet_ = 0;
  int looked_at_ = 0;
  std::vector<std::string> held_;  // the row that may be the header
  std::int64_t held_number_ = 0;
  bool holds_ = false;
  std::vector<ImportFileColumn> columns_;
  std::vector<ImportCell> cells_;
};

}  // namespace rasoat::registry
