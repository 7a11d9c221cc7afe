// Runs the search text target over its corpus, and over bytes that a counted
// generator makes of it, so that what a fuzzer once found stays fixed also
// where no fuzzer is built.
#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "tests/fuzz/names/targets.h"
#include "tests/support/source_dir.h"

namespace rasoat::registry {
namespace {

void RunOn(const std::string& text, std::size_t size) {
  FuzzSearchText(reinterpret_cast<const std::uint8_t*>(text.data()), size);
}

std::vector<std::string> Corpus() {
  std::vector<std::string> all;
  for (const auto& entry : std::filesystem::directory_iterator(
           std::filesystem::path(SourceDir()) /
           "tests/fuzz/names/corpus/search_text")) {
    std::ifstream in(entry.path(), std::ios::binary);
    all.emplace_back(std::istreambuf_iterator<char>(in),
                     std::istreambuf_iterator<char>());
  }
  return all;
}

TEST(NamesCorpusTest, SearchText) {
  const std::vector<std::string> corpus = Corpus();
  EXPECT_GE(corpus.size(), 10u);
  for (const std::string& whole : corpus) {
    for (std::size_t size = 0; size <= whole.size(); ++size) RunOn(whole, size);
  }
}

TEST(NamesCorpusTest, SearchTextWithBytesChanged) {
  std::minstd_rand chance(20211013);
  for (const std::string& whole : Corpus()) {
    for (int i = 0; i < 200 && !whole.empty(); ++i) {
      std::string changed = whole;
      for (int k = 0; k < 3; ++k) {
        changed[chance() % changed.size()] = static_cast<char>(chance());
      }
      RunOn(changed, changed.size());
    }
  }
}

/// Every character there is, between two words.
TEST(NamesCorpusTest, EveryCharacter) {
  for (std::uint32_t point = 1; point <= 0x10FFFF; ++point) {
    if (point >= 0xD800 && point <= 0xDFFF) continue;
    std::string text = "an";
    if (point < 0x80) {
      text += static_cast<char>(point);
    } else if (point < 0x800) {
      text += static_cast<char>(0xC0 | point >> 6);
      text += static_cast<char>(0x80 | (point & 0x3F));
    } else if (point < 0x10000) {
      text += static_cast<char>(0xE0 | point >> 12);
      text += static_cast<char>(0x80 | (point >> 6 & 0x3F));
      text += static_cast<char>(0x80 | (point & 0x3F));
    } else {
      text += static_cast<char>(0xF0 | point >> 18);
      text += static_cast<char>(0x80 | (point >> 12 & 0x3F));
      text += static_cast<char>(0x80 | (point >> 6 & 0x3F));
      text += static_cast<char>(0x80 | (point & 0x3F));
    }
    text += "em";
    RunOn(text, text.size());
  }
}

}  // namespace
}  // namespace rasoat::registry
