#include "services/registry/rpc/names.h"

#include <gtest/gtest.h>

#include "services/registry/rpc/household_proto.h"
#include "tests/support/registry/samples.h"
#include "tests/support/status_matchers.h"

namespace rasoat::registry {
namespace {

TEST(Names, ComeBackAsTheyWere) {
  const auto id = IdNumber<HouseholdId>(7);
  ASSERT_OK_AND_ASSIGN(HouseholdId back, ParseHousehold(NameOf(id), "name"));
  EXPECT_EQ(back, id);
  ASSERT_OK_AND_ASSIGN(AreaCode area, ParseArea("areas/07207001", "village"));
  EXPECT_EQ(NameOf(area), "areas/07207001");
  EXPECT_EQ(NameOf(HouseholdId()), "");
}

TEST(Names, AreRefusedWithTheFieldToBlame) {
  for (const char* name :
       {"", "households/", "surveys/01ARZ3NDEKTSV4RRFFQ69G5FAV",
        "households/01arz3ndektsv4rrffq69g5fav",
        "households/00000000000000000000000000"}) {
    const auto id = ParseHousehold(name, "household.name");
    ASSERT_THAT(id, StatusIs(absl::StatusCode::kInvalidArgument,
                             "RESOURCE_NAME_MALFORMED"))
        << name;
    EXPECT_EQ(ViolationsOf(id.status())[0].field, "household.name");
  }
  for (const char* name :
       {"07207001", "areas/", "areas/1234", "areas/0720700x"}) {
    EXPECT_FALSE(ParseArea(name, "village").ok()) << name;
  }
  for (const char* name : {"rounds/", "rounds/A", "rounds/a b", "round/a"}) {
    EXPECT_FALSE(ParseRound(name, "round").ok()) << name;
  }
}

TEST(DayOf, ReadsOnlyRealDays) {
  EXPECT_EQ(DayOf("2020-02-29"), absl::CivilDay(2020, 2, 29));
  EXPECT_EQ(TextOf(absl::CivilDay(2020, 2, 29)), "2020-02-29");
  for (const char* text :
       {"", "2021-02-29", "2021-13-01", "2021-00-10", "2021-1-01", "20210101",
        "2021-01-01T", "0000-01-01", "-021-01-01", "2021-+1-01"}) {
    EXPECT_EQ(DayOf(text), kNoDay) << text;
  }
}

TEST(Etags, ComeBackAsTheyWere) {
  EXPECT_EQ(EtagOf(12), "\"12\"");
  EXPECT_EQ(RevisionOf("\"12\""), 12);
  EXPECT_EQ(RevisionOf("12"), 0);
  EXPECT_EQ(RevisionOf("\"x\""), 0);
}

}  // namespace
}  // namespace rasoat::registry
