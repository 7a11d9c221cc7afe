// The rows of one sheet of an XLSX, made of its XML's events. Part of sheet/.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "services/common/sheet/reader.h"
#include "services/common/sheet/xlsx_book.h"
#include "services/common/sheet/xml_pump.h"

namespace rasoat::sheet {

/// A row that waits to be taken.
struct WaitingRow {
  struct Span {
    std::size_t begin = 0;
    std::size_t length = 0;
    CellKind kind = CellKind::kEmpty;
  };
  std::int64_t number = 0;
  RowFault fault = RowFault::kNone;
  std::string text;
  std::vector<Span> cells;
};

/// Gathers the rows that one step of the XML brings. The room of rows that
/// were taken is used again.
class XlsxRows final : public XmlHandler {
 public:
  XlsxRows(const XlsxBook& book, const Limits& limits)
      : book_(book), limits_(limits) {}

  void Start(absl::string_view name, const Attributes& attributes) override;
  void End(absl::string_view name) override;
  void Text(absl::string_view text) override;
  absl::Status status() const override { return status_; }

  /// Before another sheet: numbers begin anew.
  void NextSheet() { number_ = 0; }
  /// The next row that waits, or null. It lives until the next step.
  WaitingRow* Take();
  /// After every row was taken: makes room for those of the next step. A row
  /// that the last step has begun and not ended goes on.
  void Clear();

 private:
  void StartRow(const Attributes& attributes);
  void StartCell(const Attributes& attributes);
  void EndCell();
  void AddNumber(WaitingRow::Span& cell);
  void Put(absl::string_view text, CellKind kind, WaitingRow::Span& cell);

  const XlsxBook& book_;
  const Limits limits_;
  std::vector<WaitingRow> rows_;
  std::size_t made_ = 0;
  std::size_t taken_ = 0;
  WaitingRow* row_ = nullptr;  // the one being made
  std::int64_t number_ = 0;
  int column_ = -1;
  bool in_cell_ = false;
  bool in_inline_ = false;
  bool in_phonetic_ = false;
  bool reads_text_ = false;
  char type_ = 'n';
  int style_ = 0;
  std::string value_;
  absl::Status status_;
};

}  // namespace rasoat::sheet
