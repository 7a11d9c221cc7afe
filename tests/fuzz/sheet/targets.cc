#include "tests/fuzz/sheet/targets.h"

#include <cstdlib>
#include <string>

#include "services/common/sheet/reader.h"
#include "services/common/sheet/text_feed.h"
#include "tests/support/sheet/made_xlsx.h"

namespace rasoat::sheet {
namespace {

constexpr Limits kLimits{.file_bytes = 1 << 20,
                         .part_bytes = 8 << 20,
                         .shared_text_bytes = 1 << 20,
                         .columns = 64,
                         .cell_bytes = 1 << 10,
                         .rows = 10'000,
                         .parts = 100};

void Must(bool holds) {
  if (!holds) std::abort();
}

void ReadAll(const std::string& bytes) {
  MemorySource source(bytes);
  auto reader = Open(source, kLimits);
  if (!reader.ok()) return;
  Row row;
  int sheet = 0;
  std::int64_t last = 0;
  for (;;) {
    auto more = (*reader)->Next(row);
    if (!more.ok() || !*more) return;
    if (row.sheet != sheet) last = 0;
    Must(row.sheet >= sheet && row.number > last);
    sheet = row.sheet;
    last = row.number;
    Must(row.cells.size() <= 64);
    for (const Cell& cell : row.cells) {
      Must(cell.text.size() <= 1 << 10 && IsUtf8(cell.text));
      Must((cell.kind == CellKind::kEmpty) == cell.text.empty());
    }
    Must((*reader)->progress() >= 0 && (*reader)->progress() <= 1);
    (*reader)->sheet_name(row.sheet);
  }
}

}  // namespace

void FuzzTable(const std::uint8_t* data, std::size_t size) {
  ReadAll(std::string(reinterpret_cast<const char*>(data), size));
}

void FuzzSheetXml(const std::uint8_t* data, std::size_t size) {
  ReadAll(
      Xlsx({.sheets = {std::string(reinterpret_cast<const char*>(data), size)},
            .shared_texts = "<si><t>a</t></si><si><t>_x000D_</t></si>",
            .styles = "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/>"
                      "</cellXfs>"}));
}

}  // namespace rasoat::sheet
