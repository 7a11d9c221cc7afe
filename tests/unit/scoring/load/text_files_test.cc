#include "services/scoring/load/text_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"

namespace rasoat::scoring {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class TextFilesTest : public testing::Test {
 protected:
  TextFilesTest()
      : folder_(std::filesystem::path(testing::TempDir()) /
                testing::UnitTest::GetInstance()->current_test_info()->name()) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  ~TextFilesTest() override { std::filesystem::remove_all(folder_); }
  void Write(const char* file, const std::string& text) {
    std::ofstream(folder_ / file) << text;
  }
  std::vector<std::string> FaultsOfStandards() {
    std::vector<std::string> faults;
    ReadStandardFiles(folder_.string(), faults);
    return faults;
  }

  const std::filesystem::path folder_;
};

constexpr char kAll[] =
    "urban: 1 northern_midlands_and_mountains: 0 red_river_delta: 0 "
    "north_central_and_central_coast: 0 central_highlands: 0 south_east: 0 "
    "mekong_river_delta: 0";

TEST_F(TextFilesTest, WantsEveryColumnOfPointsOrNone) {
  Write("one.txtpb",
        absl::StrCat("indicators { code: \"wall\"\n",
                     "options { option: \"brick\" points { ", kAll, " } }\n",
                     "options { option: \"straw\" points {} } }"));
  EXPECT_THAT(FaultsOfStandards(), IsEmpty());
}

TEST_F(TextFilesTest, NamesTheColumnThatIsLeftOutAtItsLine) {
  std::string no_south_east = kAll;
  no_south_east.erase(no_south_east.find("south_east: 0 "), 14);
  Write("one.txtpb",
        absl::StrCat(
            "indicators { code: \"wall\"\n",
            "  options { option: \"brick\" points {} }\n",
            "  options { option: \"straw\" points { ", no_south_east,
            " } }\n}\n", "indicators { code: \"size\"\n",
            "  bands { from: 1 to: 2 points { northern_midlands_and_mountains: "
            "1 red_river_delta: 1 north_central_and_central_coast: 1 "
            "central_highlands: 1 south_east: 1 mekong_river_delta: 1 } } }"));
  EXPECT_THAT(
      FaultsOfStandards(),
      ElementsAre("one.txtpb:3:29: indicators[wall].options[1].points leave "
                  "out south_east; say 0 where it is 0, or `points {}` if all "
                  "are",
                  "one.txtpb:6:25: indicators[size].bands[0].points leave out "
                  "urban; say 0 where it is 0, or `points {}` if all are"));
}

TEST_F(TextFilesTest, ReadsWhatFormsAsk) {
  Write("f.txtpb", R"(
origin { source: "t" mark: MARK_TRAINING }
household { code: "area" kind: ASKED_KIND_NUMBER }
household { code: "car" kind: ASKED_KIND_YES_NO }
member { code: "school" kind: ASKED_KIND_CHOICE options: ["none", "primary"] }
)");
  std::vector<std::string> faults;
  const KnownForms forms = ReadFormFiles(folder_.string(), faults);
  EXPECT_THAT(faults, IsEmpty());
  ASSERT_EQ(forms.size(), 1u);
  const FormQuestions& form = forms.at("f");
  ASSERT_EQ(form.household.size(), 2u);
  EXPECT_EQ(form.household.at("area").kind, AskedKind::kNumber);
  EXPECT_THAT(form.household.at("car").options, ElementsAre("yes", "no"));
  EXPECT_THAT(form.member.at("school").options, ElementsAre("none", "primary"));
}

TEST_F(TextFilesTest, TellsEveryFaultOfWhatFormsAsk) {
  Write("f.txtpb", R"(
household { code: "area" kind: ASKED_KIND_NUMBER options: "1" }
household { code: "wall" kind: ASKED_KIND_CHOICE }
household { code: "roof" }
member { code: "school" kind: ASKED_KIND_CHOICE options: ["none", "none"] }
member { code: "school" kind: ASKED_KIND_YES_NO }
member { kind: ASKED_KIND_YES_NO }
)");
  Write("g.txtpb", "household: perhaps");
  std::vector<std::string> faults;
  ReadFormFiles(folder_.string(), faults);
  EXPECT_THAT(
      faults,
      UnorderedElementsAre(
          "questions/f.txtpb: origin: names no source",
          "questions/f.txtpb: origin: has no mark",
          "questions/f.txtpb: household[area]: a choice has options, and "
          "nothing else has",
          "questions/f.txtpb: household[wall]: a choice has options, and "
          "nothing else has",
          "questions/f.txtpb: household[roof]: has no kind",
          "questions/f.txtpb: member[school]: has an option twice",
          "questions/f.txtpb: member[school]: is given twice",
          "questions/f.txtpb: member[]: has no code",
          testing::StartsWith("g.txtpb:1:")));
}

TEST_F(TextFilesTest, FindsNothingWhereThereIsNoFolder) {
  std::vector<std::string> faults;
  const std::string absent = (folder_ / "absent").string();
  EXPECT_THAT(ReadStandardFiles(absent, faults), IsEmpty());
  EXPECT_TRUE(ReadFormFiles(absent, faults).empty());
  EXPECT_THAT(faults, IsEmpty());
}

}  // namespace
}  // namespace rasoat::scoring
