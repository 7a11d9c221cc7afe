#include "services/registry/domain/highlight.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "services/registry/domain/name_fold.h"

namespace rasoat::registry {
namespace {

/// The name with its highlights in brackets.
std::string Shown(const std::string& name, const std::string& typed) {
  const std::string key = FoldName(typed);
  const auto match = MatchName(key, FoldName(name));
  if (!match) return "";
  std::string shown;
  const auto spans = HighlightName(name, key, *match);
  int character = 0;
  for (std::size_t i = 0; i <= name.size(); ++i) {
    const bool starts = i == name.size() || (name[i] & 0xC0) != 0x80;
    if (starts) {
      for (const TextSpan& span : spans) {
        if (span.end == character) shown += ']';
      }
      for (const TextSpan& span : spans) {
        if (span.begin == character) shown += '[';
      }
      ++character;
    }
    if (i < name.size()) shown += name[i];
  }
  return shown;
}

TEST(HighlightNameTest, EachKindOfMatch) {
  EXPECT_EQ(Shown("Nguyễn Văn Á", "nguyen van a"), "[Nguyễn Văn Á]");
  EXPECT_EQ(Shown("Nguyễn Văn Á", "nguyen v"), "[Nguyễn V]ăn Á");
  EXPECT_EQ(Shown("Nguyễn Văn Á", "nguyen"), "[Nguyễn] Văn Á");
  EXPECT_EQ(Shown("Nguyễn Văn Hùng", "hung"), "Nguyễn Văn [Hùng]");
  EXPECT_EQ(Shown("Nguyễn Văn Hùng", "hu"), "Nguyễn Văn [Hù]ng");
  EXPECT_EQ(Shown("Nguyễn Văn Hùng", "hung nguy"), "[Nguy]ễn Văn [Hùng]");
  EXPECT_EQ(Shown("Nguyễn Văn Hùng", "nguyen hung"), "[Nguyễn] Văn [Hùng]");
  EXPECT_EQ(Shown("Đỗ  Thị-Ước", "do thi uoc"), "[Đỗ  Thị-Ước]");
  EXPECT_EQ(Shown("Ksor H'Nhung", "hnhung"), "Ksor [H'Nhung]");
}

TEST(HighlightNameTest, DecomposedLettersAreTakenWhole) {
  EXPECT_EQ(Shown("Nguye\xCC\x82\xCC\x83n An", "nguye"),
            "[Nguye\xCC\x82\xCC\x83]n An");
  EXPECT_EQ(Shown("Le\xCC\x82 A\xCC\x81", "le a"), "[Le\xCC\x82 A\xCC\x81]");
}

}  // namespace
}  // namespace rasoat::registry
