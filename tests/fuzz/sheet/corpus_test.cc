// Runs the fuzz targets over their corpora, each seed cut at every place.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "tests/fuzz/sheet/targets.h"
#include "tests/support/source_dir.h"

namespace rasoat::sheet {
namespace {

int RunAll(const std::string& corpus,
           void (*target)(const std::uint8_t*, std::size_t)) {
  int count = 0;
  const std::filesystem::path folder =
      std::filesystem::path(SourceDir()) / "tests/fuzz/sheet/corpus" / corpus;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string whole(std::istreambuf_iterator<char>(in), {});
    for (std::size_t size = 0; size <= whole.size(); ++size) {
      target(reinterpret_cast<const std::uint8_t*>(whole.data()), size);
    }
    ++count;
  }
  return count;
}

TEST(SheetCorpusTest, Tables) { EXPECT_GE(RunAll("table", FuzzTable), 10); }

TEST(SheetCorpusTest, SheetXml) {
  EXPECT_GE(RunAll("sheet_xml", FuzzSheetXml), 8);
}

}  // namespace
}  // namespace rasoat::sheet
