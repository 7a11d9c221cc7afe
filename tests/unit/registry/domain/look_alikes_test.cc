#include "services/registry/domain/look_alikes.h"

#include <gtest/gtest.h>

#include "tests/support/registry/import_samples.h"
#include "tests/support/registry/samples.h"

namespace rasoat::registry {
namespace {

constexpr char kVillage[] = "07207002";

Person Somebody(std::uint64_t household, const std::string& name,
                absl::CivilDay born = absl::CivilDay(1980, 6, 5)) {
  return {.household = IdNumber<HouseholdId>(household),
          .member_id = "01",
          .village = {kVillage},
          .name_key = name,
          .birth_date = born,
          .sex = Sex::kMale};
}

class LookAlikesTest : public testing::Test {
 protected:
  std::vector<LookAlike> Of(const Person& person) {
    return look_alikes_.Of(absl::MakeConstSpan(&person, 1));
  }

  LookAlikes look_alikes_{ShippedMarks()};
};

TEST_F(LookAlikesTest, NobodyIsLikeAnybodyInAnEmptyRegister) {
  EXPECT_TRUE(Of(Somebody(1, "nguyen van a")).empty());
}

TEST_F(LookAlikesTest, NameDateAndVillageAreEnough) {
  look_alikes_.Add(Somebody(1, "nguyen van a"));
  const auto found = Of(Somebody(2, "nguyen van a"));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].household, IdNumber<HouseholdId>(1));
  EXPECT_EQ(found[0].village.value, kVillage);
  EXPECT_EQ(found[0].row.number, 0);
  EXPECT_EQ(found[0].score, 80);
}

TEST_F(LookAlikesTest, AHouseholdIsNotLikeItself) {
  look_alikes_.Add(Somebody(1, "nguyen van a"));
  EXPECT_TRUE(Of(Somebody(1, "nguyen van a")).empty());
}

TEST_F(LookAlikesTest, AnotherNameYearOrSexIsNotAlike) {
  look_alikes_.Add(Somebody(1, "nguyen van a"));
  EXPECT_TRUE(Of(Somebody(2, "nguyen van b")).empty());
  EXPECT_TRUE(
      Of(Somebody(2, "nguyen van a", absl::CivilDay(1981, 6, 5))).empty());
  Person woman = Somebody(2, "nguyen van a", absl::CivilDay(1980, 1, 1));
  woman.sex = Sex::kFemale;
  EXPECT_TRUE(Of(woman).empty());
}

TEST_F(LookAlikesTest, TheYearCountsInOneVillageTheDateEverywhere) {
  look_alikes_.Add(Somebody(1, "nguyen van a"));
  Person person = Somebody(2, "nguyen van a", absl::CivilDay(1980, 1, 1));
  ASSERT_EQ(Of(person).size(), 1u);
  EXPECT_EQ(Of(person)[0].score, 65);
  person.village = {"07207003"};  // one commune: not without kin
  EXPECT_TRUE(Of(person).empty());
  person = Somebody(2, "nguyen van a");
  person.village = {"07210001"};
  ASSERT_EQ(Of(person).size(), 1u);
  EXPECT_EQ(Of(person)[0].score, 65);
}

TEST_F(LookAlikesTest, TwoCitizenIdsSpeakAgainstItUnlessTheFamilyIsTheSame) {
  Person known = Somebody(1, "nguyen van a");
  known.identity_kind = IdentityKind::kCitizenId;
  known.identity_index = std::string(16, 'x');
  look_alikes_.Add(known);
  Person asked = Somebody(2, "nguyen van a");
  asked.identity_kind = IdentityKind::kCitizenId;
  EXPECT_TRUE(Of(asked).empty());
  look_alikes_.Add(Somebody(1, "tran thi b"));
  look_alikes_.Add(Somebody(1, "nguyen van c"));
  const Person family[] = {asked, Somebody(2, "tran thi b"),
                           Somebody(2, "nguyen van c")};
  const auto found = look_alikes_.Of(family);
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0].score, 60);
  EXPECT_EQ(found[1].score, 100);
}

TEST_F(LookAlikesTest, AnOldNumberIsEnoughWhateverTheName) {
  Person known = Somebody(1, "nguyen van a");
  known.identity_kind = IdentityKind::kOldId;
  known.identity_index = std::string(16, 'x');
  look_alikes_.Add(known);
  Person asked = Somebody(2, "tran van z", absl::CivilDay(1950, 1, 1));
  EXPECT_TRUE(Of(asked).empty());
  asked.identity_kind = IdentityKind::kOldId;
  asked.identity_index = known.identity_index;
  ASSERT_EQ(Of(asked).size(), 1u);
  EXPECT_EQ(Of(asked)[0].score, 95);
}

TEST_F(LookAlikesTest, ThoseOfTheListItselfSayTheirRow) {
  const Person listed = Somebody(1, "nguyen van a");
  look_alikes_.Add(absl::MakeConstSpan(&listed, 1), {.sheet = 0, .number = 7});
  const auto found = Of(Somebody(2, "nguyen van a"));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].row.number, 7);
}

TEST_F(LookAlikesTest, TheLikeliestIsTold) {
  Person far = Somebody(1, "nguyen van a");
  far.village = {"07210001"};
  look_alikes_.Add(Somebody(3, "nguyen van a"));
  look_alikes_.Add(far);
  const auto found = Of(Somebody(2, "nguyen van a"));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].household, IdNumber<HouseholdId>(3));
}

}  // namespace
}  // namespace rasoat::registry
