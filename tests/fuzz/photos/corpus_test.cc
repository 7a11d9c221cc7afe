// Runs the fuzz target over its corpus, cut at every place.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "tests/fuzz/photos/targets.h"
#include "tests/support/source_dir.h"

namespace rasoat::registry {
namespace {

TEST(PhotoCorpus, Files) {
  int count = 0;
  for (const auto& seed : std::filesystem::directory_iterator(
           SourceDir() + "/tests/fuzz/photos/corpus/media")) {
    std::ifstream in(seed.path(), std::ios::binary);
    const std::string file(std::istreambuf_iterator<char>(in), {});
    for (std::size_t size = 0; size <= file.size(); ++size) {
      FuzzMedia(reinterpret_cast<const std::uint8_t*>(file.data()), size);
    }
    ++count;
  }
  EXPECT_GE(count, 10);
}

}  // namespace
}  // namespace rasoat::registry
