#include "services/scoring/domain/day.h"

#include <gtest/gtest.h>

namespace rasoat::scoring {
namespace {

using Day = absl::CivilDay;

struct AgeCase {
  const char* name;
  Day birth;
  Day on;
  int want;
};

class CompletedYearsTest : public testing::TestWithParam<AgeCase> {};

TEST_P(CompletedYearsTest, CountsWholeYears) {
  EXPECT_EQ(CompletedYears(GetParam().birth, GetParam().on), GetParam().want);
}

INSTANTIATE_TEST_SUITE_P(
    Days, CompletedYearsTest,
    testing::Values(
        AgeCase{"DayOfBirth", Day(2021, 10, 10), Day(2021, 10, 10), 0},
        AgeCase{"DayBefore16", Day(2005, 10, 11), Day(2021, 10, 10), 15},
        AgeCase{"On16", Day(2005, 10, 10), Day(2021, 10, 10), 16},
        AgeCase{"DayAfter16", Day(2005, 10, 9), Day(2021, 10, 10), 16},
        AgeCase{"LastOfDecember", Day(2000, 12, 31), Day(2021, 1, 1), 20},
        AgeCase{"Unborn", Day(2021, 10, 11), Day(2021, 10, 10), -1},
        AgeCase{"LeapDayOn28th", Day(2004, 2, 29), Day(2021, 2, 28), 16},
        AgeCase{"LeapDayOnFirstOfMarch", Day(2004, 2, 29), Day(2021, 3, 1), 17},
        AgeCase{"LeapDayInALeapYear", Day(2004, 2, 29), Day(2020, 2, 29), 16},
        AgeCase{"LeapDayBeforeIt", Day(2004, 2, 29), Day(2020, 2, 28), 15},
        AgeCase{"NoLeapDayIn1900", Day(1896, 2, 29), Day(1900, 3, 1), 4},
        AgeCase{"ACentury", Day(1921, 10, 10), Day(2021, 10, 10), 100}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(ParseDay, ReadsOneSpelling) {
  EXPECT_EQ(ParseDay("2021-10-10"), Day(2021, 10, 10));
  EXPECT_EQ(ParseDay("2020-02-29"), Day(2020, 2, 29));
}

TEST(ParseDay, RefusesEverythingElse) {
  for (const char* text :
       {"", "2021-2-3", "2021-02-30", "2021-02-29", "2021-13-01", "2021-00-10",
        "10/10/2021", "2021-10-10 ", " 2021-10-1", "2021-10-1x", "20211010",
        "2021-+1-10", "-021-10-10"}) {
    EXPECT_EQ(ParseDay(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace rasoat::scoring
