#include "services/registry/domain/name_search.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "services/registry/domain/name_fold.h"

namespace rasoat::registry {
namespace {

using ::testing::IsEmpty;

struct MatchCase {
  const char* what;
  const char* typed;
  const char* name;
  std::optional<NameMatch> want;
};

class MatchNameTest : public testing::TestWithParam<MatchCase> {};

TEST_P(MatchNameTest, SaysHow) {
  EXPECT_EQ(MatchName(FoldName(GetParam().typed), FoldName(GetParam().name)),
            GetParam().want);
}

INSTANTIATE_TEST_SUITE_P(
    Edges, MatchNameTest,
    testing::Values(
        MatchCase{"Whole", "nguyen van a", "Nguyễn Văn Á", NameMatch::kExact},
        MatchCase{"Begun", "nguyen v", "Nguyễn Văn Á", NameMatch::kBegins},
        MatchCase{"Surname", "Nguyễn", "Nguyễn Văn Á", NameMatch::kBegins},
        MatchCase{"LongerGiven", "nguyen van a", "Nguyễn Văn Anh",
                  NameMatch::kBegins},
        MatchCase{"Given", "hung", "Nguyễn Văn Hùng", NameMatch::kGivenFirst},
        MatchCase{"GivenBegun", "hu", "Nguyễn Văn Hùng",
                  NameMatch::kGivenFirst},
        MatchCase{"GivenAndSurname", "hung nguyen", "Nguyễn Văn Hùng",
                  NameMatch::kGivenFirst},
        MatchCase{"NoMiddle", "nguyen hung", "Nguyễn Văn Hùng",
                  NameMatch::kMiddleOmitted},
        MatchCase{"NoSecondMiddle", "nguyen thi hoa", "Nguyễn Thị Thu Hoa",
                  NameMatch::kMiddleOmitted},
        MatchCase{"OneWordName", "hung", "Hùng", NameMatch::kExact},
        MatchCase{"SurnameLikeGiven", "hung", "Hùng Văn Hùng",
                  NameMatch::kBegins},
        MatchCase{"MiddleAlone", "van", "Nguyễn Văn Hùng", std::nullopt},
        MatchCase{"OtherGiven", "nguyen van hung", "Nguyễn Văn Hà",
                  std::nullopt},
        MatchCase{"LongerTyped", "nguyen van hung a", "Nguyễn Văn Hùng",
                  std::nullopt},
        MatchCase{"Nothing", "", "Nguyễn Văn Hùng", std::nullopt},
        MatchCase{"NothingOfNothing", "", "", std::nullopt}),
    [](const auto& info) { return std::string(info.param.what); });

TEST(RangesOfTest, HoldWhatMatches) {
  const std::vector<std::string> names = {
      "Nguyễn Văn Hùng",  "Nguyễn Hùng",  "Hùng Văn Hùng", "Hùng",
      "Nguyễn Hùng Văn",  "Nguyễn Văn",   "Văn Hùng",      "Nguyễn Văn Hưng",
      "Nguyen Van Hungg", "Ngu Văn Hùng", "Đỗ Nguyễn Hùng"};
  const std::vector<std::string> typed = {
      "n",        "nguyen",      "nguyen van", "nguyen van hung", "hung",
      "hung ngu", "nguyen hung", "hung hung",  "van hung",        "ZZ"};
  for (const std::string& text : typed) {
    const std::string key = FoldName(text);
    for (const std::string& name : names) {
      const std::string name_key = FoldName(name);
      const std::string given_key = GivenFirst(name_key);
      std::optional<NameMatch> first;
      for (const KeyRange& range : RangesOf(key)) {
        const std::string& at = range.given_first ? given_key : name_key;
        if (!first && range.from <= at && at < range.until) first = range.match;
      }
      EXPECT_EQ(first, MatchName(key, name_key)) << text << " / " << name;
    }
  }
}

TEST(RangesOfTest, NothingTypedHasNone) {
  EXPECT_THAT(RangesOf(""), IsEmpty());
}

TEST(GivenLastTest, UndoesGivenFirst) {
  for (const char* key : {"nguyen van hung", "hung", "le hung", ""}) {
    EXPECT_EQ(GivenLast(GivenFirst(key)), key);
  }
}

}  // namespace
}  // namespace rasoat::registry
