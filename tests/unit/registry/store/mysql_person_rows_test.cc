#include "services/registry/store/mysql_person_rows.h"

#include <gtest/gtest.h>

#include "tests/support/registry/sample_keys.h"
#include "tests/support/registry/samples.h"

namespace rasoat::registry {
namespace {

/// A household of somebody with a citizen id, with an old one, with none.
Household ThreeKinds() {
  Household household = SampleHousehold(1);
  household.members.resize(1);
  Member& head = household.members[0];
  head.identity_kind = IdentityKind::kCitizenId;
  head.identity_number = "027099000001";
  Member old = head;
  old.id = "2";
  old.identity_kind = IdentityKind::kOldId;
  old.identity_number = "120000001";
  Member none = head;
  none.id = "3";
  none.identity_kind = IdentityKind::kNone;
  none.identity_number = "";
  household.members.push_back(old);
  household.members.push_back(none);
  return household;
}

TEST(PersonsOfTest, EveryNumberIsIndexed) {
  const auto index = SampleIndex();
  const std::vector<Person> people = PersonsOf(ThreeKinds(), index);
  ASSERT_EQ(people.size(), 3u);
  EXPECT_EQ(people[0].identity_index,
            IdentityIndex(index, IdentityKind::kCitizenId, "027099000001"));
  EXPECT_FALSE(people[0].identity_index.empty());
  EXPECT_EQ(people[1].identity_index,
            IdentityIndex(index, IdentityKind::kOldId, "120000001"));
  EXPECT_TRUE(people[2].identity_index.empty());
}

TEST(PersonsOfTest, CitizenIdsAreLeftOutAloneAndNothingElseDiffers) {
  const auto index = SampleIndex();
  const std::vector<Person> whole = PersonsOf(ThreeKinds(), index);
  const std::vector<Person> people =
      PersonsOf(ThreeKinds(), index, CitizenIds::kLeftOut);
  ASSERT_EQ(people.size(), 3u);
  EXPECT_TRUE(people[0].identity_index.empty());
  EXPECT_EQ(people[0].identity_kind, IdentityKind::kCitizenId);
  EXPECT_EQ(people[1].identity_index, whole[1].identity_index);
  for (std::size_t i = 0; i < people.size(); ++i) {
    EXPECT_EQ(people[i].name_key, whole[i].name_key);
    EXPECT_EQ(people[i].member_id, whole[i].member_id);
    EXPECT_EQ(people[i].village, whole[i].village);
    EXPECT_EQ(people[i].birth_date, whole[i].birth_date);
    EXPECT_EQ(people[i].sex, whole[i].sex);
    EXPECT_EQ(people[i].relation, whole[i].relation);
  }
}

}  // namespace
}  // namespace rasoat::registry
