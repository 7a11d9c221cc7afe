#include <algorithm>
#include <thread>

#include "rasoat/workflow/v1/workflow_feed.pb.h"
#include "tests/contract/workflow/workflow_fixture.h"

namespace rasoat::workflow {
namespace {

using absl::StatusCode;
using testing::ElementsAre;

class RoundStoreTest : public WorkflowTest {
 protected:
  absl::StatusOr<RoundStore::Found> OpenPlan(const RoundPlan& plan) {
    return rounds_->Open(plan,
                         std::make_shared<const ProcedureVersion>(
                             *procedures_.Find(plan.procedure, "")),
                         clock_.Now(), Soon());
  }
};

TEST_F(RoundStoreTest, OpensWithTheVillagesBelowItsArea) {
  auto round = Open();
  ASSERT_NE(round, nullptr);
  EXPECT_EQ(round->round.village_count, 4);
  EXPECT_TRUE(round->round.training);
  EXPECT_THAT(round->round.standards, ElementsAre("standards/training-2021"));
  EXPECT_EQ(round->plan(), Plan());
  EXPECT_EQ(round->rules().steps.size(), 6u);
}

TEST_F(RoundStoreTest, TellsOfTheRoundAndThenOfEveryVillage) {
  Open();
  auto told = Told();
  ASSERT_EQ(told.size(), 5u);
  EXPECT_EQ(told[0].subject(), "rounds/bg-2021");
  EXPECT_EQ(told[0].area(), "24");
  const auto round = StateOf<v1::RoundState>(told[0]);
  EXPECT_EQ(round.round().village_count(), 4);
  EXPECT_EQ(round.procedure().steps_size(), 6);
  ASSERT_EQ(round.units_size(), 10);
  const v1::RoundUnit& district = round.units(8);
  EXPECT_EQ(district.code(), "215");
  EXPECT_EQ(district.parent(), "24");
  EXPECT_EQ(district.tier(), "district");
  EXPECT_EQ(district.display_name(), "Đơn vị 215");
  EXPECT_EQ(round.units(9).code(), "24");
  EXPECT_EQ(round.units(9).parent(), "");
  EXPECT_EQ(told[1].subject(), "rounds/bg-2021/villages/07201001");
  EXPECT_EQ(told[1].area(), "07201001");
  const auto village = StateOf<v1::VillageState>(told[1]);
  ASSERT_EQ(village.steps_size(), 6);
  EXPECT_EQ(village.steps(0).start_date(), "2021-09-01");
  EXPECT_EQ(village.steps(1).start_date(), "");
}

TEST_F(RoundStoreTest, ARepeatChangesNothingAndTellsNothing) {
  auto first = Open();
  Told();
  clock_.Advance(absl::Hours(1));
  auto again = OpenPlan(Plan());
  ASSERT_OK(again);
  EXPECT_EQ((*again)->round.opened_at, first->round.opened_at);
  EXPECT_THAT(Told(), testing::IsEmpty());
}

TEST_F(RoundStoreTest, RefusesAnotherPlanUnderTheSameId) {
  Open();
  RoundPlan other = Plan();
  other.end = other.end + 1;
  EXPECT_THAT(OpenPlan(other),
              StatusIs(StatusCode::kAlreadyExists, "ROUND_EXISTS"));
}

TEST_F(RoundStoreTest, WaitsForStandardsAndForUnits) {
  EXPECT_THAT(OpenPlan(Plan()), StatusIs(StatusCode::kFailedPrecondition,
                                         "ROUND_WITHOUT_STANDARDS"));
  PutStandards("bg-2021");
  RoundPlan plan = Plan();
  plan.area = {"77"};
  EXPECT_THAT(OpenPlan(plan),
              StatusIs(StatusCode::kNotFound, "AREA_NOT_FOUND"));
  plan = Plan();
  plan.start = absl::CivilDay(2003, 12, 31);
  EXPECT_THAT(OpenPlan(plan), StatusIs(StatusCode::kNotFound, "AREA_NOT_FOUND"))
      << "the units begin on 1/1/2004";
  EXPECT_THAT(rounds_->Get({"bg-2021"}, Soon()),
              StatusIs(StatusCode::kNotFound, "ROUND_NOT_FOUND"));
  EXPECT_THAT(Told(), testing::IsEmpty());
}

TEST_F(RoundStoreTest, AUnitThatEndedBeforeTheRoundIsNoPartOfIt) {
  Follow([&](mysql::Transaction& tx) {
    return read_models_->PutAreas(
        tx, {{.unit = {{"07300001"}, {"07300"}, Tier::kVillage, "Thôn"},
              .from = absl::CivilDay(2004, 1, 1),
              .to = absl::CivilDay(2021, 9, 1)}});
  });
  EXPECT_EQ(Open()->round.village_count, 3);
  EXPECT_THAT(villages_->List({"bg-2021"}, {"215"}, std::nullopt, 10, Soon()),
              StatusIs(StatusCode::kNotFound, "AREA_NOT_IN_ROUND"));
}

TEST_F(RoundStoreTest, TheUnitsOfARoundAreThoseOfItsFirstDayAfterAReform) {
  const absl::CivilDay before(2004, 1, 1);
  const absl::CivilDay day(2025, 7, 1);
  // As the registry tells it: the ends, then what begins. 07201 and 07204
  // become 07204, without a district; 24 is another unit under the same code.
  Follow([&](mysql::Transaction& tx) {
    return read_models_->PutAreas(
        tx, {{{{"24"}, {}, Tier::kProvince, "Tỉnh Bắc Giang"}, before, day},
             {{{"213"}, {"24"}, Tier::kDistrict, "Huyện"}, before, day},
             {{{"07201"}, {"213"}, Tier::kCommune, "Xã"}, before, day},
             {{{"07204"}, {"213"}, Tier::kCommune, "Xã"}, before, day},
             {{{"07201001"}, {"07201"}, Tier::kVillage, "Thôn"}, before, day},
             {{{"24"}, {}, Tier::kProvince, "Tỉnh Bắc Ninh"}, day},
             {{{"07204"}, {"24"}, Tier::kCommune, "Phường"}, day},
             {{{"07201001"}, {"07204"}, Tier::kVillage, "Thôn"}, day}});
  });
  Open("in-2021");
  PutStandards("in-2026");
  RoundPlan plan = Plan("in-2026");
  plan.start = absl::CivilDay(2026, 9, 1);
  plan.end = absl::CivilDay(2026, 12, 14);
  ASSERT_OK(OpenPlan(plan));
  const auto below = [&](const char* round, const char* unit) {
    std::vector<std::string> codes;
    auto found = villages_->List({round}, {unit}, std::nullopt, 10, Soon());
    if (!found.ok()) return std::vector<std::string>{"none"};
    for (const auto& village : *found)
      codes.push_back(village.name.village.value);
    return codes;
  };
  EXPECT_THAT(below("in-2021", "07201"),
              testing::ElementsAre("07201001", "07201002"));
  EXPECT_THAT(below("in-2021", "213"), testing::Contains("07201001"));
  EXPECT_THAT(below("in-2026", "07204"), testing::Contains("07201001"));
  EXPECT_THAT(below("in-2026", "07201"), testing::ElementsAre("none"));
  EXPECT_THAT(below("in-2026", "213"), testing::ElementsAre("none"));
}

TEST_F(RoundStoreTest, OfManyWhoOpenTheSameRoundAtOnceAllGetTheSame) {
  PutStandards("bg-2021");
  std::vector<absl::StatusOr<RoundStore::Found>> got(
      4, absl::UnknownError("not run"));
  std::vector<std::thread> threads;
  for (auto& one : got) {
    threads.emplace_back([&] { one = OpenPlan(Plan()); });
  }
  for (std::thread& thread : threads) thread.join();
  for (auto& one : got) EXPECT_OK(one);
  EXPECT_EQ(Told().size(), 5u) << "told once";
}

TEST_F(RoundStoreTest, ARoundKeepsItsProcedureWhateverBecomesOfTheFile) {
  Open();
  MySqlRounds fresh;
  MySqlRoundStore another(*feed_, fresh);
  auto round = another.Get({"bg-2021"}, Soon());
  ASSERT_OK(round);
  EXPECT_EQ((*round)->round.procedure_hash, (*round)->rules().content_hash);
  EXPECT_EQ((*round)->rules().steps[2].agreement_percent, 50);
}

TEST_F(RoundStoreTest, ListsTheNewestFirstPageByPage) {
  for (const char* id : {"one", "two", "three"}) {
    Open(id);
    if (std::string(id) == "one") clock_.Advance(absl::Seconds(1));
  }
  auto ids = [](const std::vector<RoundStore::Found>& rounds) {
    std::vector<std::string> found;
    for (const auto& round : rounds) found.push_back(round->plan().id.value);
    return found;
  };
  ASSERT_OK_AND_ASSIGN(auto page, rounds_->List(std::nullopt, 2, Soon()));
  EXPECT_THAT(ids(page), ElementsAre("two", "three"));  // one moment: by id
  ASSERT_OK_AND_ASSIGN(
      page, rounds_->List(RoundStore::Place(page.back()->round.opened_at,
                                            page.back()->plan().id),
                          2, Soon()));
  EXPECT_THAT(ids(page), ElementsAre("one"));
}

}  // namespace
}  // namespace rasoat::workflow
