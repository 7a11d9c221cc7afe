// Runs the fuzz targets over their corpora, so that what a fuzzer once found
// stays fixed also where no fuzzer is built.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "tests/fuzz/gateway/targets.h"
#include "tests/support/source_dir.h"

namespace rasoat::gateway {
namespace {

int RunAll(const std::string& corpus,
           void (*target)(const std::uint8_t*, std::size_t)) {
  int count = 0;
  const std::filesystem::path folder =
      std::filesystem::path(SourceDir()) / "tests/fuzz/gateway/corpus" / corpus;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string whole(std::istreambuf_iterator<char>(in), {});
    // Cut at every place, too: half a request is what a bad line sends.
    for (std::size_t size = 0; size <= whole.size(); ++size) {
      target(reinterpret_cast<const std::uint8_t*>(whole.data()), size);
    }
    ++count;
  }
  return count;
}

TEST(CorpusTest, HttpTemplates) {
  EXPECT_GE(RunAll("http_template", FuzzHttpTemplate), 10);
}

TEST(CorpusTest, Requests) { EXPECT_GE(RunAll("request", FuzzRequest), 10); }

}  // namespace
}  // namespace rasoat::gateway
