// The parts of the library for devices that its script relies on, compiled for
// this machine. What it makes of surveys: agreement.mjs.
#include <gtest/gtest.h>

#include <vector>

#include "services/scoring/device/abi.h"
#include "services/scoring/device/household.h"
#include "services/scoring/flat/compile.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/scoring/small_standard.h"

namespace rasoat::scoring::device {
namespace {

constexpr int kChoice = static_cast<int>(Way::kChoice);
constexpr int kYesNo = static_cast<int>(Way::kYesNo);

class DeviceTest : public testing::Test {
 protected:
  void SetUp() override {
    Standard standard = SmallStandard();
    AddDeprivation(standard, "crowded", AreaPerPersonBelow{"area", 80});
    AddDeprivation(
        standard, "young",
        AnyMember{
            {{{{.age_below = 21, .question = "school", .answers = {"none"}}}}},
            {}});
    const absl::StatusOr<flat::Codebook> codebook =
        flat::Codebook::Of({&standard});
    ASSERT_OK(codebook);
    const absl::StatusOr<flat::Compiled> compiled =
        flat::Compile(standard, *codebook);
    ASSERT_OK(compiled);
    program_ = compiled->words();
    ASSERT_EQ(0, Use());
  }

  int Use() {
    return rasoat_use(program_.data(), static_cast<int>(program_.size()));
  }
  bool Reads(const std::vector<int32_t>& words) {
    return household_.Read(flat::Program(program_.data()), words.data(),
                           static_cast<int>(words.size()));
  }
  std::vector<int32_t> Score(const std::vector<int32_t>& words) {
    std::vector<int32_t> result(100);
    const int used =
        rasoat_score(words.data(), static_cast<int>(words.size()),
                     result.data(), static_cast<int>(result.size()));
    result.resize(used < 0 ? 0 : used);
    return result;
  }
  /// One rural member: brick walls, lacking nothing, 20.0 m².
  static std::vector<int32_t> Sound() {
    return {20211010, 1,   2, 1,                   // the household
            kChoice,  1,   2, kYesNo,   1, 0,      // wall, lack.1
            kYesNo,   1,   0, kYesNo,   1, 0,      // lack.2, lack.3
            4,        200, 0, 20001010, 1, 1, 1};  // area; a member
  }

  std::vector<int32_t> program_;
  Household household_;
};

TEST_F(DeviceTest, DaysAreThoseOfTheCalendar) {
  for (absl::CivilDay day(1895, 1, 1); day < absl::CivilDay(2105, 1, 1);
       ++day) {
    ASSERT_EQ(flat::DayNumber(day),
              DayNumber(static_cast<int>(day.year() * 10000 +
                                         day.month() * 100 + day.day())))
        << day;
  }
  EXPECT_EQ(flat::DayNumber(absl::CivilDay(0, 1, 1)), DayNumber(101));
  EXPECT_EQ(flat::DayNumber(absl::CivilDay(9999, 12, 31)), DayNumber(99991231));
}

TEST_F(DeviceTest, WhoWasBornOnALeapDayIsAYearOlderOnTheFirstOfMarch) {
  for (const auto& [on, years] : {std::pair{20210228, 20},
                                  {20210301, 21},
                                  {20200228, 19},
                                  {20200229, 20}}) {
    std::vector<int32_t> words = Sound();
    words[0] = on;
    words[19] = 20000229;
    ASSERT_TRUE(Reads(words));
    EXPECT_EQ(years, household_.age(0)) << on;
  }
}

TEST_F(DeviceTest, OnlyWholeHouseholdsAreRead) {
  const std::vector<int32_t> sound = Sound();
  ASSERT_TRUE(Reads(sound));
  for (std::size_t length = 0; length < sound.size(); ++length) {
    EXPECT_FALSE(Reads({sound.begin(), sound.begin() + length})) << length;
  }
  std::vector<int32_t> more = sound;
  more.push_back(0);
  EXPECT_FALSE(Reads(more));
  for (const auto& [at, word] : {std::pair{3, -1},
                                 {3, 256},
                                 {3, 1 << 30},
                                 {2, 7},
                                 {2, -1},
                                 {5, -1},
                                 {5, 1 << 30}}) {
    std::vector<int32_t> wrong = sound;
    wrong[at] = word;
    EXPECT_FALSE(Reads(wrong)) << at << ": " << word;
    EXPECT_TRUE(Score(wrong).empty());
  }
}

TEST_F(DeviceTest, AResultThatFindsNoRoomSaysHowMuchItNeeds) {
  const std::vector<int32_t> sound = Sound();
  const std::vector<int32_t> whole = Score(sound);
  ASSERT_FALSE(whole.empty());
  EXPECT_EQ(kRasoatScored, whole[0]);
  std::vector<int32_t> little(whole.size() + 1, -7);
  EXPECT_EQ(static_cast<int>(whole.size()),
            rasoat_score(sound.data(), static_cast<int>(sound.size()),
                         little.data(), 3));
  EXPECT_EQ(whole[2], little[2]);
  EXPECT_EQ(-7, little[3]);
}

TEST_F(DeviceTest, WhatIsMissingComesInTheOrderOfTheStandard) {
  const std::vector<int32_t> result =
      Score({20211010, 1, 2, 1, kChoice, 1,   2, 0,        0, kYesNo,
             1,        0, 0, 0, 4,       200, 0, 20001011, 0, 0});
  // Two answers of the household, and the school of who is not yet 21.
  ASSERT_EQ(1u + 3 * 7, result.size());
  EXPECT_EQ(kRasoatRefused, result[0]);
  EXPECT_EQ((std::vector<int32_t>{0, 0, 1}),
            (std::vector<int32_t>{result.begin() + 1, result.begin() + 4}));
  EXPECT_EQ((std::vector<int32_t>{0, 0, 3}),
            (std::vector<int32_t>{result.begin() + 8, result.begin() + 11}));
  EXPECT_EQ((std::vector<int32_t>{0, 2, 0, 0}),
            (std::vector<int32_t>{result.begin() + 15, result.begin() + 19}));
}

TEST_F(DeviceTest, WhatIsNoProgramOfThisVersionIsNotUsed) {
  const std::vector<int32_t> sound = program_;
  program_[0] = flat::kVersion + 1;
  EXPECT_EQ(1, Use());
  program_ = sound;
  program_.pop_back();
  EXPECT_EQ(2, Use());
  program_ = {flat::kVersion};
  EXPECT_EQ(2, Use());
  for (int count = 2; count <= 6; ++count) {
    program_ = sound;
    program_[count] = 1000;
    EXPECT_EQ(2, Use()) << count;
  }
  program_ = sound;
  EXPECT_EQ(0, Use());
}

TEST_F(DeviceTest, DeclaredTotalsAreClassedByTheSameRule) {
  int32_t b2 = 0;
  EXPECT_EQ(1, rasoat_class_of(0, 10, 3, &b2));
  EXPECT_EQ(30, b2);
  EXPECT_EQ(2, rasoat_class_of(0, 10, 2, &b2));
  EXPECT_EQ(3, rasoat_class_of(0, 11, 5, &b2));
  EXPECT_EQ(2, rasoat_class_of(1, 20, 0, &b2));
}

}  // namespace
}  // namespace rasoat::scoring::device
