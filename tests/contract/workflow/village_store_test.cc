#include <atomic>
#include <thread>

#include "rasoat/workflow/v1/workflow_feed.pb.h"
#include "tests/contract/workflow/workflow_fixture.h"

namespace rasoat::workflow {
namespace {

using absl::CivilDay;
using absl::StatusCode;
using testing::ElementsAre;
using testing::IsEmpty;

class VillageStoreTest : public WorkflowTest {
 protected:
  void SetUp() override {
    WorkflowTest::SetUp();
    Open();
    Told();
  }

  absl::StatusOr<Village> Go(const Move& move,
                             std::optional<std::int64_t> seen = {},
                             const std::string& village = "07201001") {
    return villages_->Move(
        {{"bg-2021"}, {village}}, seen,
        [&](const Village& now, const OpenRound& round) {
          return After(move, now.standing, round.rules(),
                       {.round_start = round.plan().start,
                        .round_end = round.plan().end,
                        .today = CivilDay(2021, 10, 10),
                        .households = now.households,
                        .assessed = now.assessed});
        },
        Soon());
  }
  absl::StatusOr<Village> Complete(int step, int day,
                                   std::optional<std::int64_t> seen = {}) {
    return Go({.kind = Move::Kind::kComplete,
               .step = step,
               .date = CivilDay(2021, 9, day)},
              seen);
  }
  Village Now(const std::string& village = "07201001") {
    auto found = villages_->Get({{"bg-2021"}, {village}}, Soon());
    EXPECT_OK(found);
    return *std::move(found);
  }
};

TEST_F(VillageStoreTest, BeginsAtTheFirstStep) {
  const Village village = Now();
  EXPECT_EQ(village.display_name, "Đơn vị 07201001");
  EXPECT_EQ(village.revision, 1);
  ASSERT_EQ(village.standing.steps.size(), 6u);
  EXPECT_EQ(village.standing.steps[0].start, CivilDay(2021, 9, 1));
  EXPECT_EQ(village.households, 0);
}

TEST_F(VillageStoreTest, GoesThroughTheWholeProcedure) {
  PutHousehold(1, "07201001");
  PutAssessment(1, "bg-2021");
  ASSERT_OK(Complete(1, 5));
  ASSERT_OK(Complete(2, 10));
  const Meeting meeting{CivilDay(2021, 9, 12), 30, 20};
  ASSERT_OK(Go({.kind = Move::Kind::kComplete,
                .step = 3,
                .date = CivilDay(2021, 9, 13),
                .meeting = meeting}));
  ASSERT_OK(Go(
      {.kind = Move::Kind::kStart, .step = 4, .date = CivilDay(2021, 9, 15)}));
  ASSERT_OK_AND_ASSIGN(Village moved, Complete(4, 20));
  const Village village = Now();
  EXPECT_EQ(village.standing, moved.standing);
  EXPECT_EQ(village.revision, 6);
  EXPECT_EQ(village.standing.meeting, meeting);
  EXPECT_EQ(village.standing.steps[4].start, CivilDay(2021, 9, 20));
  const auto told = Told();
  ASSERT_EQ(told.size(), 5u);
  const auto state = StateOf<v1::VillageState>(told.back());
  EXPECT_EQ(state.round(), "rounds/bg-2021");
  EXPECT_EQ(state.village(), "07201001");
  EXPECT_EQ(state.steps(3).start_date(), "2021-09-15");
  EXPECT_EQ(state.steps(3).complete_date(), "2021-09-20");
}

TEST_F(VillageStoreTest, ARefusalChangesNothingAndTellsNothing) {
  ASSERT_OK(Complete(1, 5));
  Told();
  const Village before = Now();
  EXPECT_THAT(Complete(2, 6), StatusIs(StatusCode::kFailedPrecondition,
                                       "HOUSEHOLDS_NOT_ASSESSED"));
  EXPECT_EQ(Now().standing, before.standing);
  EXPECT_EQ(Now().revision, before.revision);
  EXPECT_THAT(Told(), IsEmpty());
}

TEST_F(VillageStoreTest, ARepeatChangesNothingWhateverWasSeen) {
  ASSERT_OK(Complete(1, 5, 1));
  Told();
  ASSERT_OK_AND_ASSIGN(Village again, Complete(1, 5, 1));
  EXPECT_EQ(again.revision, 2);
  EXPECT_THAT(Told(), IsEmpty());
}

TEST_F(VillageStoreTest, AStaleViewIsToldWhereTheVillageIs) {
  ASSERT_OK(Complete(1, 5, 1));
  const absl::Status stale = Complete(1, 6, 1).status();
  EXPECT_THAT(stale, StatusIs(StatusCode::kAborted, "STALE_VILLAGE"));
  const auto violations = ViolationsOf(stale);
  EXPECT_EQ(violations.at(0).field, "etag");
  EXPECT_THAT(violations.at(0).en,
              testing::HasSubstr("completed step 1 on 2021-09-05 and began "
                                 "step 2 on 2021-09-05"));
  EXPECT_THAT(violations.at(0).vi, testing::HasSubstr("bước 1 ngày 5/9/2021"));
}

TEST_F(VillageStoreTest, OfTwoOfficersAtOnceOneWins) {
  // With what each saw: the other is told to look again.
  std::vector<absl::StatusOr<Village>> got(2, absl::UnknownError("not run"));
  std::thread one([&] { got[0] = Complete(1, 5, 1); });
  std::thread two([&] { got[1] = Complete(1, 6, 1); });
  one.join();
  two.join();
  const int winner = got[0].ok() ? 0 : 1;
  ASSERT_OK(got[winner]);
  EXPECT_THAT(got[1 - winner], StatusIs(StatusCode::kAborted, "STALE_VILLAGE"));
  EXPECT_EQ(Now().standing.steps[0].complete, CivilDay(2021, 9, 5 + winner));
  EXPECT_EQ(Now().revision, 2);
  EXPECT_EQ(Told().size(), 1u);
}

TEST_F(VillageStoreTest, ManyWithoutLookingMoveItOnce) {
  std::vector<std::thread> threads;
  std::atomic<int> ok = 0, refused = 0;
  for (int day = 5; day < 13; ++day) {
    threads.emplace_back([&, day] {
      absl::StatusOr<Village> moved = Complete(1, day);
      if (moved.ok()) {
        ++ok;
      } else if (ReasonOf(moved.status()) == "STEP_ALREADY_COMPLETE") {
        ++refused;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(ok, 1);
  EXPECT_EQ(refused, 7);
  EXPECT_EQ(Now().revision, 2);
  EXPECT_EQ(Told().size(), 1u);
}

TEST_F(VillageStoreTest, ListsTheVillagesOfAnyUnitPageByPage) {
  PutHousehold(1, "07201002");
  PutHousehold(2, "07201002");
  PutAssessment(2, "bg-2021");
  ASSERT_OK(Complete(1, 5));
  auto list = [&](const std::string& area, std::optional<AreaCode> after,
                  int most) {
    auto found = villages_->List({"bg-2021"}, {area}, after, most, Soon());
    EXPECT_OK(found);
    return *std::move(found);
  };
  auto codes = [](const std::vector<Village>& villages) {
    std::vector<std::string> found;
    for (const Village& one : villages) {
      found.push_back(one.name.village.value);
    }
    return found;
  };
  EXPECT_EQ(codes(list("24", std::nullopt, 100)), kVillages);
  EXPECT_THAT(codes(list("213", std::nullopt, 2)),
              ElementsAre("07201001", "07201002"));
  EXPECT_THAT(codes(list("213", AreaCode{"07201002"}, 2)),
              ElementsAre("07204001"));
  EXPECT_THAT(codes(list("07300001", std::nullopt, 2)),
              ElementsAre("07300001"));
  const auto commune = list("07201", std::nullopt, 10);
  EXPECT_EQ(commune[0].standing.steps[1].start, CivilDay(2021, 9, 5));
  EXPECT_EQ(commune[1].standing.steps[1].start, std::nullopt);
  EXPECT_EQ(commune[1].households, 2);
  EXPECT_EQ(commune[1].assessed, 1);
}

TEST_F(VillageStoreTest, KnowsOnlyItsRoundsAndVillages) {
  EXPECT_THAT(villages_->Get({{"bg-2021"}, {"07999001"}}, Soon()),
              StatusIs(StatusCode::kNotFound, "VILLAGE_NOT_IN_ROUND"));
  EXPECT_THAT(villages_->Get({{"bg-2021"}, {"07201"}}, Soon()),
              StatusIs(StatusCode::kNotFound, "VILLAGE_NOT_IN_ROUND"));
  EXPECT_THAT(villages_->Get({{"other"}, {"07201001"}}, Soon()),
              StatusIs(StatusCode::kNotFound, "ROUND_NOT_FOUND"));
  EXPECT_THAT(villages_->List({"bg-2021"}, {"77"}, std::nullopt, 10, Soon()),
              StatusIs(StatusCode::kNotFound, "AREA_NOT_IN_ROUND"));
  EXPECT_THAT(villages_->List({"other"}, {"24"}, std::nullopt, 10, Soon()),
              StatusIs(StatusCode::kNotFound, "ROUND_NOT_FOUND"));
  EXPECT_THAT(Go({.step = 1, .date = CivilDay(2021, 9, 5)}, {}, "07999001"),
              StatusIs(StatusCode::kNotFound, "VILLAGE_NOT_IN_ROUND"));
}

}  // namespace
}  // namespace rasoat::workflow
