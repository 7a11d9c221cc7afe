// Which rounds, and which households of them, a replica holds in memory.
#include "services/scoring/simulation/census_keeper.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "absl/strings/match.h"
#include "absl/synchronization/notification.h"
#include "services/common/clock/clock.h"
#include "tests/support/counted_ids.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/scoring/small_standard.h"

namespace rasoat::scoring {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// Rounds with a household a village; everything in one page.
class Store : public CensusStore {
 public:
  absl::StatusOr<std::int64_t> Newest(absl::Time) override {
    absl::MutexLock lock(&mu_);
    return static_cast<std::int64_t>(told_.size());
  }
  absl::StatusOr<ToldHouseholds> ToldAfter(std::int64_t position,
                                           absl::Time) override {
    absl::MutexLock lock(&mu_);
    ToldHouseholds told;
    for (std::size_t i = position; i < told_.size(); ++i) {
      told.households.push_back({"r1", CountedIds::Of(told_[i])});
    }
    told.position = static_cast<std::int64_t>(told_.size());
    return told;
  }
  absl::StatusOr<std::vector<SurveyedHousehold>> Page(
      const SurveyedQuery& query, absl::Time) override {
    if (gate != nullptr) gate->WaitForNotification();
    absl::MutexLock lock(&mu_);
    ++reads_[query.round];
    if (failures > 0) {
      --failures;
      return absl::UnavailableError("the database is away");
    }
    std::vector<SurveyedHousehold> all;
    for (const auto& [number, village] : villages_) {
      all.push_back({.household = CountedIds::Of(number), .village = village});
    }
    return all;
  }
  absl::StatusOr<std::vector<SurveyedHousehold>> Named(
      const std::string&, absl::Span<const Ulid> households,
      absl::Time) override {
    absl::MutexLock lock(&mu_);
    std::vector<SurveyedHousehold> named;
    for (const auto& [number, village] : villages_) {
      for (const Ulid& household : households) {
        if (household != CountedIds::Of(number)) continue;
        named.push_back({.household = household, .village = village});
      }
    }
    return named;
  }
  absl::StatusOr<std::vector<AreaLine>> DatedAreas(absl::Time) override {
    return std::vector<AreaLine>{};
  }

  /// From now on a household is there.
  void Move(int number, const std::string& village) {
    absl::MutexLock lock(&mu_);
    villages_[number] = village;
    told_.push_back(number);
  }
  int Reads(const std::string& round) {
    absl::MutexLock lock(&mu_);
    return reads_[round];
  }

  absl::Notification* gate = nullptr;  ///< Reading waits for it.
  int failures = 0;                    ///< So many reads fail.

 private:
  absl::Mutex mu_;
  std::map<int, std::string> villages_ = {
      {1, "24-one"}, {2, "25-one"}, {3, "24-two"}};
  std::vector<int> told_;
  std::map<std::string, int> reads_;
};

class CensusKeeperTest : public testing::Test {
 protected:
  std::shared_ptr<const KeptRound> Want(const std::string& round,
                                        const char* standard = "small") {
    const Standard* const standards[] = {&standard_};
    auto kept = keeper_->Want(
        {.round = round, .standards = {{.standard = standard, .hash = ""}}},
        standards);
    EXPECT_OK(kept);
    return *std::move(kept);
  }
  void Keep(CensusKeeper::Options options) {
    options.look_every = absl::Milliseconds(1);
    keeper_.emplace(store_, clock_, std::move(options));
  }
  static absl::Status Settled(const KeptRound& kept) {
    const KeptRound::State state = kept.WaitFor(absl::Seconds(30));
    EXPECT_TRUE(state.ready || !state.failure.ok());
    return state.failure;
  }
  /// Villages of the households that count, once as many changes were seen.
  static std::vector<std::string> Villages(const KeptRound& kept,
                                           std::int64_t position) {
    std::vector<std::string> villages;
    std::int64_t seen = -1;
    while (seen < position) {
      kept.Look([&](const Census& census, const AreaLines&, std::int64_t at) {
        seen = at;
        villages.clear();
        for (const CensusRow& row : census.rows()) {
          if (row.kind == CensusKind::kGone) continue;
          villages.push_back(census.villages()[row.village]);
        }
      });
    }
    std::sort(villages.begin(), villages.end());
    return villages;
  }

  Standard standard_ = SmallStandard();
  SystemClock clock_;
  Store store_;
  std::optional<CensusKeeper> keeper_;
};

TEST_F(CensusKeeperTest, HoldsItsProvinceAndFollowsMovesAcrossItsBorder) {
  Keep({.holds = [](const std::string& village) {
    return absl::StartsWith(village, "24-");
  }});
  const auto kept = Want("r1");
  ASSERT_OK(Settled(*kept));
  EXPECT_THAT(Villages(*kept, 0), ElementsAre("24-one", "24-two"));
  store_.Move(1, "25-two");
  EXPECT_THAT(Villages(*kept, 1), ElementsAre("24-two"));
  store_.Move(2, "24-one");
  EXPECT_THAT(Villages(*kept, 2), ElementsAre("24-one", "24-two"));
  store_.Move(3, "26-one");
  store_.Move(2, "26-one");
  EXPECT_THAT(Villages(*kept, 4), IsEmpty());
}

TEST_F(CensusKeeperTest, ARoundThatMakesRoomTellsWhoWaitsForIt) {
  absl::Notification gate;
  store_.gate = &gate;
  Keep({.most_rounds = 1});
  const auto first = Want("r1");
  const auto second = Want("r2");
  EXPECT_THAT(Settled(*first),
              StatusIs(absl::StatusCode::kUnavailable, "CENSUS_REPLACED"));
  gate.Notify();
  EXPECT_OK(Settled(*second));
}

TEST_F(CensusKeeperTest, OneThatWasReadyStaysSoForWhoHasIt) {
  Keep({.most_rounds = 1});
  const auto first = Want("r1");
  ASSERT_OK(Settled(*first));
  ASSERT_OK(Settled(*Want("r2")));
  EXPECT_OK(Settled(*first));
  EXPECT_THAT(Villages(*first, 0), ElementsAre("24-one", "24-two", "25-one"));
  // Asked for again, it is read again.
  const auto again = Want("r1");
  EXPECT_NE(first, again);
  EXPECT_OK(Settled(*again));
  EXPECT_EQ(2, store_.Reads("r1"));
}

TEST_F(CensusKeeperTest, TheOneAskedForLongestAgoMakesRoom) {
  Keep({.most_rounds = 2});
  for (const char* round : {"r1", "r2", "r1", "r3", "r1", "r2"}) {
    ASSERT_OK(Settled(*Want(round)));
  }
  EXPECT_EQ(1, store_.Reads("r1"));
  EXPECT_EQ(2, store_.Reads("r2"));
}

TEST_F(CensusKeeperTest, ARoundThatIsGivenOtherStandardsIsReadAgain) {
  Keep({});
  ASSERT_OK(Settled(*Want("r1", "small")));
  ASSERT_OK(Settled(*Want("r1", "small")));
  EXPECT_EQ(1, store_.Reads("r1"));
  ASSERT_OK(Settled(*Want("r1", "large")));
  EXPECT_EQ(2, store_.Reads("r1"));
}

TEST_F(CensusKeeperTest, AFailureIsToldAndTheNextCallReadsAgain) {
  store_.failures = 1;
  Keep({});
  EXPECT_EQ(absl::StatusCode::kUnavailable, Settled(*Want("r1")).code());
  EXPECT_OK(Settled(*Want("r1")));
}

TEST_F(CensusKeeperTest, TellsWhoComesLateThatItGoesDown) {
  Keep({});
  keeper_->Stop();
  const Standard* const standards[] = {&standard_};
  EXPECT_THAT(keeper_->Want({.round = "r1"}, standards).status(),
              StatusIs(absl::StatusCode::kUnavailable, "SERVER_DRAINING"));
  keeper_->Stop();
}

}  // namespace
}  // namespace rasoat::scoring
