// Runs the fuzz target over its corpus, cut after every line and byte by byte
// at the end.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "tests/fuzz/field/targets.h"
#include "tests/support/source_dir.h"

namespace rasoat::registry {
namespace {

void Feed(const std::string& text) {
  FuzzFieldBatch(reinterpret_cast<const std::uint8_t*>(text.data()),
                 text.size());
}

TEST(FieldCorpus, Batches) {
  int count = 0;
  for (const auto& seed : std::filesystem::directory_iterator(
           SourceDir() + "/tests/fuzz/field/corpus/batch")) {
    std::ifstream in(seed.path(), std::ios::binary);
    const std::string text(std::istreambuf_iterator<char>(in), {});
    Feed(text);
    // A line taken out leaves a batch that can still be read; a cut does not
    // always.
    for (std::size_t from = 0; from < text.size();) {
      const std::size_t end = std::min(text.find('\n', from), text.size() - 1);
      Feed(text.substr(0, from) + text.substr(end + 1));
      Feed(text.substr(0, from));
      from = end + 1;
    }
    ++count;
  }
  EXPECT_GE(count, 6);
}

}  // namespace
}  // namespace rasoat::registry
