#include "tests/census/plan.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <set>
#include <string>

#include "tests/census/answers.h"
#include "tests/census/people.h"
#include "tests/support/source_dir.h"
#include "tests/support/status_matchers.h"

namespace rasoat::census {
namespace {

const std::string kData = SourceDir() + "/tests/census/data";

class PlanTest : public testing::Test {
 protected:
  void SetUp() override {
    auto world = LoadWorld(kData, 2127);
    ASSERT_OK(world);
    world_ = *std::move(world);
  }
  World world_;
};

TEST_F(PlanTest, IsHeldInTheRealUnits) {
  EXPECT_EQ(world_.province.code, "24");
  EXPECT_EQ(world_.districts.size(), 10);
  EXPECT_EQ(world_.communes.size(), 209);
  EXPECT_EQ(world_.villages.size(), 2127);
}

TEST_F(PlanTest, IsWhatTheCommitteeWasTold) {
  ASSERT_OK_AND_ASSIGN(const Plan plan, MakePlan(world_, Figures{}));
  const absl::CivilDay told(2021, 10, 10);
  auto by = [&](auto VillagePlan::*day) {
    return std::count_if(
        plan.villages.begin(), plan.villages.end(),
        [&](const VillagePlan& v) { return v.*day && *(v.*day) <= told; });
  };
  EXPECT_EQ(by(&VillagePlan::scored), 1982);
  EXPECT_EQ(by(&VillagePlan::met), 1019);
  EXPECT_EQ(by(&VillagePlan::posted), 408);
  EXPECT_EQ(plan.staff.size(), 12143);

  int classes = 0;
  std::size_t delegates = 0;
  std::multiset<int> trained;
  for (const ClassPlan& c : plan.classes) {
    if (c.organizer == "24") {
      ++classes;
      delegates += c.attendees.size();
      EXPECT_GE(c.first_day, absl::CivilDay(2021, 9, 8));
      EXPECT_LE(c.last_day, absl::CivilDay(2021, 9, 20));
    }
    EXPECT_LE(c.last_day, absl::CivilDay(2021, 9, 21));
    trained.insert(c.attendees.begin(), c.attendees.end());
  }
  EXPECT_EQ(classes, 10);
  EXPECT_EQ(delegates, 558);
  EXPECT_EQ(trained.size(), 12143) << "everybody once";
  EXPECT_EQ(std::set<int>(trained.begin(), trained.end()).size(), 12143);

  EXPECT_EQ(plan.milestones.size(), 10 + 10 + 10 + 209 + 2127);
  for (const MilestonePlan& m : plan.milestones) {
    EXPECT_LE(m.day, absl::CivilDay(2021, 8, 30));
  }
}

TEST_F(PlanTest, StepsFollowOneAnother) {
  ASSERT_OK_AND_ASSIGN(const Plan plan, MakePlan(world_, Figures{}));
  for (const VillagePlan& v : plan.villages) {
    if (v.scored) {
      EXPECT_LE(v.listed, *v.scored);
      EXPECT_EQ(v.visited, v.households);
    } else {
      EXPECT_LT(v.visited, v.households);
    }
    if (v.met) {
      EXPECT_LE(v.scored.value(), *v.met);
    }
    if (v.posted) {
      EXPECT_LE(v.met.value(), *v.posted);
    }
  }
}

TEST_F(PlanTest, SpreadsTheWholeCensusOverTheVillages) {
  ASSERT_OK_AND_ASSIGN(const Plan plan,
                       MakePlan(world_, Figures{.households_in_all = 467535}));
  int households = 0;
  for (const VillagePlan& v : plan.villages) households += v.households;
  EXPECT_EQ(households, 467535);
}

TEST_F(PlanTest, RefusesFiguresThatDoNotFit) {
  for (const Figures& wrong :
       {Figures{.scored = 3000}, Figures{.met = 1983}, Figures{.posted = 1020},
        Figures{.trained = 12000}, Figures{.delegates = 2000}}) {
    EXPECT_THAT(
        MakePlan(world_, wrong).status(),
        StatusIs(absl::StatusCode::kInvalidArgument, "FIGURES_DO_NOT_FIT"));
  }
}

TEST_F(PlanTest, PeopleAreTheSameForTheSameSeed) {
  const Unit& village = world_.villages.front();
  const auto once = MakeHousehold(world_, 1, village, 1, 7);
  EXPECT_EQ(once.SerializeAsString(),
            MakeHousehold(world_, 1, village, 1, 7).SerializeAsString());
  EXPECT_NE(once.SerializeAsString(),
            MakeHousehold(world_, 2, village, 1, 7).SerializeAsString());
  EXPECT_EQ(SeededUlid(1, "survey", 7), SeededUlid(1, "survey", 7));
  EXPECT_NE(SeededUlid(1, "survey", 7), SeededUlid(1, "household", 7));
}

/// As many persons as their numbers could confuse: around the places where the
/// last six digits, and the digit of the century, begin anew.
TEST_F(PlanTest, NoTwoHaveTheSameCitizenId) {
  std::set<std::string> numbers;
  const Unit& village = world_.villages.front();
  for (const std::uint64_t start :
       {0, 142'857, 285'714, 428'571, 467'000, 857'142, 999'000}) {
    for (std::uint64_t index = start; index < start + 1000; ++index) {
      const auto household = MakeHousehold(world_, 1, village, 1, index);
      for (const auto& member : household.members()) {
        if (member.identity_number().empty()) continue;
        EXPECT_TRUE(numbers.insert(member.identity_number()).second) << index;
      }
    }
  }
}

TEST_F(PlanTest, NobodyLivingHasTheirCitizenId) {
  for (int i = 0; i < 500; ++i) {
    const auto household = MakeHousehold(world_, 1, world_.villages[i], 1, i);
    EXPECT_EQ(household.members(0).relation(), registry::v1::RELATION_HEAD);
    for (const auto& member : household.members()) {
      if (member.identity_number().empty()) continue;
      EXPECT_EQ(member.identity_number().size(), 12);
      EXPECT_GE(member.identity_number()[3], '4');
    }
  }
}

}  // namespace
}  // namespace rasoat::census
