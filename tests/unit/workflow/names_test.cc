#include "services/workflow/domain/names.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/support/status_matchers.h"

namespace rasoat::workflow {
namespace {

using absl::StatusCode;

TEST(NamesTest, ReadsWhatItWrites) {
  ASSERT_OK_AND_ASSIGN(RoundId round, ParseRoundName("rounds/bg-2021", "name"));
  EXPECT_EQ(NameOf(round), "rounds/bg-2021");
  ASSERT_OK_AND_ASSIGN(
      VillageName village,
      ParseVillageName("rounds/bg-2021/villages/07207001", "name"));
  EXPECT_EQ(NameOf(village), "rounds/bg-2021/villages/07207001");
  ASSERT_OK_AND_ASSIGN(
      ClassName training,
      ParseClassName("rounds/bg-2021/trainingClasses/lop-1", "name"));
  EXPECT_EQ(NameOf(training), "rounds/bg-2021/trainingClasses/lop-1");
  ASSERT_OK_AND_ASSIGN(StaffId staff, ParseStaffName("staff/a", "name"));
  EXPECT_EQ(NameOf(staff), "staff/a");
}

TEST(NamesTest, RefusesOtherNamesAndBlamesTheField) {
  for (const char* text :
       {"", "rounds/", "rounds/ab", "rounds/Bg-2021", "rounds/bg-2021/",
        "round/bg-2021", "rounds/bg 2021", "rounds/bg-2021/villages/1"}) {
    const absl::Status refused = ParseRoundName(text, "round").status();
    EXPECT_THAT(refused,
                StatusIs(StatusCode::kInvalidArgument, "NAME_MALFORMED"))
        << text;
    EXPECT_EQ(ViolationsOf(refused).at(0).field, "round");
  }
  for (const char* text :
       {"rounds/bg-2021/villages/", "rounds/bg-2021/villages/*",
        "rounds/bg-2021/villages/a-b", "rounds/x/villages/1",
        "rounds/bg-2021/trainingClasses/1", "villages/1"}) {
    EXPECT_FALSE(ParseVillageName(text, "name").ok()) << text;
  }
  EXPECT_FALSE(ParseStaffName("staff/" + std::string(41, 'a'), "name").ok());
}

TEST(NamesTest, AnAreaIsANameOrACode) {
  for (const char* text : {"24", "areas/24"}) {
    ASSERT_OK_AND_ASSIGN(AreaCode area, ParseArea(text, "area"));
    EXPECT_EQ(area.value, "24");
  }
  EXPECT_EQ(ParseArea("areas/*", "area")->value, "*");
  for (const char* text : {"", "areas/", "24/213", "2 4", "-"}) {
    EXPECT_THAT(ParseArea(text, "area"),
                StatusIs(StatusCode::kInvalidArgument, "AREA_MALFORMED"))
        << text;
  }
}

TEST(NamesTest, ADayExists) {
  EXPECT_EQ(*ParseDay("2021-10-10", "date"), absl::CivilDay(2021, 10, 10));
  EXPECT_EQ(*ParseDay("2024-02-29", "date"), absl::CivilDay(2024, 2, 29));
  for (const char* text :
       {"", "2021-10-1", "2021-13-01", "2021-02-29", "2021-00-10", "10/10/2021",
        "2021-10-10T00", "+021-10-10", "1899-12-31", "2021-10- 1"}) {
    EXPECT_THAT(ParseDay(text, "date"),
                StatusIs(StatusCode::kInvalidArgument, "DATE_MALFORMED"))
        << text;
  }
}

TEST(NamesTest, DaysAreWrittenForPeopleAndForPrograms) {
  EXPECT_EQ(DayText(absl::CivilDay(2021, 9, 1)), "2021-09-01");
  EXPECT_EQ(DayTextVi(absl::CivilDay(2021, 9, 1)), "1/9/2021");
}

}  // namespace
}  // namespace rasoat::workflow
