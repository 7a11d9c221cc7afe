#include "services/registry/intake/area_package.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "tests/support/registry/field_desk.h"
#include "tests/support/status_matchers.h"

namespace rasoat::registry {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class AreaPackageTest : public FieldDesk, public testing::Test {
 protected:
  void SetUp() override { ASSERT_OK(ImportSamples()); }

  /// A whole stream as one part.
  PackagePart Take(std::int64_t after = 0) {
    request_.after_position = after;
    PackagePart all;
    auto place = packer_.Begin(request_, clock_.Now(), kNever);
    EXPECT_OK(place);
    if (!place.ok()) return all;
    position_ = place->position;
    all.next = *place;
    while (!all.complete()) {
      auto part = packer_.Next(request_, all.next, kNever);
      EXPECT_OK(part);
      if (!part.ok()) return all;
      for (auto& one : part->households) all.households.push_back(one);
      for (auto& one : part->departed) all.departed.push_back(one);
      all.next = part->next;
    }
    return all;
  }

  void Survey(std::uint64_t number, std::uint64_t household,
              const std::string& round) {
    FieldItem item = SurveyOf(100 + number, number, household);
    item.visit->survey->round = {round};
    auto outcome = Send({item}, clock_.Now());
    ASSERT_OK(outcome);
    ASSERT_EQ(outcome->results[0].receipt.outcome, ItemOutcome::kAccepted);
  }

  PackageRequest request_{.villages = {{"07207001"}},
                          .round = {"2021-tong-ra-soat"}};
  Packer packer_{store_, store_, store_, store_};
  std::int64_t position_ = 0;
};

std::vector<std::int64_t> NumbersOf(const PackagePart& part) {
  std::vector<std::int64_t> numbers;
  for (const PackedHousehold& packed : part.households) {
    numbers.push_back(packed.household.number);
  }
  return numbers;
}

TEST_F(AreaPackageTest, HoldsTheHouseholdsWithTheirLastSurveys) {
  ASSERT_OK(Register(1));
  ASSERT_OK(Register(2));
  Survey(1, 1, "2021-tong-ra-soat");
  clock_.Advance(absl::Hours(1));
  Survey(2, 1, "2019");
  clock_.Advance(absl::Hours(1));
  Survey(3, 1, "2020");
  const PackagePart all = Take();
  ASSERT_THAT(NumbersOf(all), ElementsAre(1, 2));
  ASSERT_THAT(all.households[0].surveys, SizeIs(1));
  EXPECT_EQ(all.households[0].surveys[0].survey.id, IdNumber<SurveyId>(1));
  ASSERT_THAT(all.households[0].earlier, SizeIs(1));
  EXPECT_EQ(all.households[0].earlier[0].survey.id, IdNumber<SurveyId>(3));
  EXPECT_THAT(all.households[1].surveys, IsEmpty());
}

TEST_F(AreaPackageTest, TellsInADeltaOnlyWhatChanged) {
  for (std::uint64_t i : {1, 2, 3, 4, 5}) ASSERT_OK(Register(i));
  Take();
  const std::int64_t first = position_;
  EXPECT_THAT(NumbersOf(Take(first)), IsEmpty());
  ASSERT_OK(ChangePhone(2, ""));
  Survey(1, 4, "2021-tong-ra-soat");
  ASSERT_OK(Move(5, {"07207002"}));
  ASSERT_OK(Register(6));
  const PackagePart delta = Take(first);
  EXPECT_THAT(NumbersOf(delta), testing::UnorderedElementsAre(2, 4, 6));
  ASSERT_THAT(delta.departed, SizeIs(1));
  EXPECT_EQ(delta.departed[0].id, IdNumber<HouseholdId>(5));
  EXPECT_TRUE(delta.departed[0].moved);
  EXPECT_THAT(NumbersOf(Take(position_)), IsEmpty());
}

TEST_F(AreaPackageTest, KeepsAHouseholdThatMovesBetweenItsVillages) {
  request_.villages = {{"07207001"}, {"07207002"}};
  ASSERT_OK(Register(1));
  Take();
  ASSERT_OK(Move(1, {"07207002"}));
  const PackagePart delta = Take(position_);
  EXPECT_THAT(delta.departed, IsEmpty());
  for (const PackedHousehold& packed : delta.households) {
    EXPECT_EQ(packed.household.village.value, "07207002");
  }
  EXPECT_FALSE(delta.households.empty());
}

TEST_F(AreaPackageTest, TellsOfSurveysMadeBeforeAMoveAgain) {
  ASSERT_OK(Register(1));
  Survey(1, 1, "2021-tong-ra-soat");
  ASSERT_OK(Move(1, {"07207002"}));
  request_.villages = {{"07207002"}};
  Take();
  // What happens to the survey is told in the village it was made in.
  EXPECT_THAT(Take(position_).households, SizeIs(1));
}

TEST_F(AreaPackageTest, GoesOnFromAnyPlaceWithoutLossOrEnd) {
  for (std::uint64_t i = 1; i <= 250; ++i) ASSERT_OK(Register(i));
  ASSERT_OK_AND_ASSIGN(PackagePlace place,
                       packer_.Begin(request_, clock_.Now(), kNever));
  std::set<std::int64_t> told;
  int parts = 0;
  while (place.stage != PackagePlace::Stage::kDone) {
    // The first try of each part is lost.
    ASSERT_OK(packer_.Next(request_, place, kNever));
    ASSERT_OK_AND_ASSIGN(PackagePart part,
                         packer_.Next(request_, place, kNever));
    EXPECT_LE(part.households.size(), 100u);
    for (const auto& one : part.households) told.insert(one.household.number);
    place = part.next;
    ++parts;
  }
  EXPECT_EQ(told.size(), 250u);
  EXPECT_EQ(parts, 3);
}

TEST_F(AreaPackageTest, RefusesAPackageNewerThanTheRegister) {
  request_.after_position = 7;
  EXPECT_THAT(packer_.Begin(request_, clock_.Now(), kNever),
              StatusIs(absl::StatusCode::kOutOfRange, "PACKAGE_AHEAD"));
}

}  // namespace
}  // namespace rasoat::registry
