// Runs the fuzz target over its corpus, cut at every place.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "tests/fuzz/forms/targets.h"
#include "tests/support/source_dir.h"

namespace rasoat::registry {
namespace {

TEST(FormCorpus, Texts) {
  int count = 0;
  for (const auto& seed : std::filesystem::directory_iterator(
           SourceDir() + "/tests/fuzz/forms/corpus/form_text")) {
    std::ifstream in(seed.path(), std::ios::binary);
    std::string text(std::istreambuf_iterator<char>(in), {});
    for (; !text.empty(); text.pop_back()) {
      FuzzFormText(reinterpret_cast<const std::uint8_t*>(text.data()),
                   text.size());
    }
    ++count;
  }
  EXPECT_GE(count, 6);
}

}  // namespace
}  // namespace rasoat::registry
