#include "services/registry/intake/visit_batcher.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <stdexcept>
#include <thread>

#include "absl/synchronization/notification.h"
#include "services/common/status/error.h"
#include "tests/support/counted_ids.h"
#include "tests/support/fake_clock.h"
#include "tests/support/registry/memory_registry.h"
#include "tests/support/registry/samples.h"
#include "tests/support/status_matchers.h"

namespace rasoat::registry {
namespace {

using ::testing::ElementsAre;

constexpr absl::Time kNever = absl::InfiniteFuture();

/// A store that tells how large the batches were, and has one who looks in
/// before each is kept: to wait, to fail or to throw.
class WatchedVisits final : public VisitStore {
 public:
  explicit WatchedVisits(VisitStore& store) : store_(store) {}

  absl::StatusOr<std::vector<Standing>> HouseholdStandings(
      absl::Span<const Household* const> households,
      absl::Time deadline) override {
    return store_.HouseholdStandings(households, deadline);
  }
  absl::StatusOr<std::vector<Standing>> SurveyStandings(
      absl::Span<const Survey* const> surveys, absl::Time deadline) override {
    return store_.SurveyStandings(surveys, deadline);
  }
  absl::StatusOr<std::vector<absl::Status>> Take(
      absl::Span<const NewVisit> visits, absl::Time deadline) override {
    if (visits.empty()) return store_.Take(visits, deadline);
    Before before;
    {
      absl::MutexLock lock(&mu_);
      batches_.push_back(visits.size());
      before = before_;
    }
    if (before) {
      if (absl::Status status = before(visits); !status.ok()) return status;
    }
    return store_.Take(visits, deadline);
  }

  std::vector<std::size_t> Batches() {
    absl::MutexLock lock(&mu_);
    return batches_;
  }

  using Before = std::function<absl::Status(absl::Span<const NewVisit>)>;
  void LookIn(Before before) {
    absl::MutexLock lock(&mu_);
    before_ = std::move(before);
  }

 private:
  VisitStore& store_;
  absl::Mutex mu_;
  Before before_;
  std::vector<std::size_t> batches_;
};

class VisitBatcherTest : public testing::Test {
 protected:
  using Outcomes = absl::StatusOr<std::vector<VisitOutcome>>;

  void SetUp() override {
    ASSERT_OK(forms_.Add("sample", SampleFormText()));
    ASSERT_OK(area_store_.Import(
        [](const AreaBook& book) { return PlanImport(book, SampleAreas()); },
        kNever));
  }

  static VisitDraft Visit(std::uint64_t number) {
    return {.village = {"07207001"},
            .household = SampleHousehold(number),
            .survey = SampleSurvey(number, number)};
  }

  static std::vector<VisitDraft> One(std::uint64_t number) {
    std::vector<VisitDraft> drafts;
    drafts.push_back(Visit(number));
    return drafts;
  }

  VisitBatcher::Order OrderOf(std::vector<VisitDraft> drafts,
                              VisitBatcher::Done done) {
    VisitBatcher::Order order;
    order.drafts = std::move(drafts);
    order.submission = {
        .reviewer = "staff/a", .now = clock_.Now(), .deadline = kNever};
    order.bytes = order.drafts.size() * 1000;
    order.done = std::move(done);
    return order;
  }
  /// An order of one visit, whose end is written to `end`.
  VisitBatcher::Order OrderOf(std::uint64_t number, absl::Status& end) {
    return OrderOf(One(number), [&end](Outcomes outcomes) {
      end = outcomes.ok() ? outcomes->at(0).status : outcomes.status();
    });
  }

  /// Starts an order whose batch waits for Release(), so that what comes then
  /// gathers.
  void Block(VisitBatcher& batcher) {
    visits_.LookIn([this](absl::Span<const NewVisit> visits) {
      if (visits[0].household->number != 1000) return absl::OkStatus();
      blocked_.Notify();
      release_.WaitForNotification();
      return absl::OkStatus();
    });
    blocker_ = std::thread(
        [this, &batcher] { batcher.Take(OrderOf(1000, blocker_end_)); });
    blocked_.WaitForNotification();
  }
  void Release() {
    release_.Notify();
    blocker_.join();
    EXPECT_OK(blocker_end_);
  }

  FakeClock clock_;
  CountedIds ids_;
  MemoryAreaStore area_store_;
  AreaCatalog areas_{area_store_, clock_};
  MemoryRegistry store_{clock_};
  WatchedVisits visits_{store_};
  FormShelf forms_;
  PersonRules rules_ = SampleRules();
  Intake intake_{areas_, store_, visits_, forms_, rules_, ids_};
  absl::Notification blocked_;
  absl::Notification release_;
  absl::Status blocker_end_;
  std::thread blocker_;
};

TEST_F(VisitBatcherTest, TakesAtOnceWhatComesAlone) {
  VisitBatcher batcher(intake_);
  absl::Status end = absl::UnknownError("not told");
  batcher.Take(OrderOf(1, end));
  EXPECT_OK(end);
  EXPECT_THAT(visits_.Batches(), ElementsAre(1));
}

TEST_F(VisitBatcherTest, GathersWhatComesMeanwhile) {
  VisitBatcher batcher(intake_, {.batches_at_once = 1});
  Block(batcher);
  std::vector<absl::Status> ends(5, absl::UnknownError("not told"));
  for (int i = 0; i < 5; ++i) batcher.Take(OrderOf(i + 1, ends[i]));
  Release();
  EXPECT_THAT(ends, testing::Each(absl::OkStatus()));
  EXPECT_THAT(visits_.Batches(), ElementsAre(1, 5));
}

TEST_F(VisitBatcherTest, RunsAsManyAtOnceAsItMay) {
  VisitBatcher batcher(intake_, {.batches_at_once = 2});
  Block(batcher);
  absl::Status end = absl::UnknownError("not told");
  batcher.Take(OrderOf(1, end));
  EXPECT_OK(end) << "while the other batch still runs";
  Release();
}

class BoundedBatchTest
    : public VisitBatcherTest,
      public testing::WithParamInterface<VisitBatcher::Limits> {};

TEST_P(BoundedBatchTest, ClosesABatchInTime) {
  VisitBatcher batcher(intake_, GetParam());
  Block(batcher);
  std::vector<absl::Status> ends(5, absl::UnknownError("not told"));
  for (int i = 0; i < 5; ++i) batcher.Take(OrderOf(i + 1, ends[i]));
  Release();
  EXPECT_THAT(ends, testing::Each(absl::OkStatus()));
  EXPECT_THAT(visits_.Batches(), ElementsAre(1, 2, 2, 1));
}

INSTANTIATE_TEST_SUITE_P(
    All, BoundedBatchTest,
    testing::Values(VisitBatcher::Limits{.batches_at_once = 1, .visits = 2},
                    VisitBatcher::Limits{.batches_at_once = 1, .bytes = 2500}));

TEST_F(VisitBatcherTest, TellsEachCallerOfItsOwnVisitsAlone) {
  VisitBatcher batcher(intake_, {.batches_at_once = 1});
  Block(batcher);
  std::vector<std::vector<VisitOutcome>> told(3);
  for (std::uint64_t i = 0; i < 3; ++i) {
    std::vector<VisitDraft> drafts;
    drafts.push_back(Visit(10 * i + 1));
    drafts.push_back(Visit(10 * i + 2));
    if (i == 1) drafts[1].household->members.clear();
    batcher.Take(OrderOf(std::move(drafts), [&told, i](Outcomes outcomes) {
      told[i] = *std::move(outcomes);
    }));
  }
  Release();
  for (std::uint64_t i = 0; i < 3; ++i) {
    ASSERT_EQ(told[i].size(), 2u);
    EXPECT_EQ(told[i][0].household, IdNumber<HouseholdId>(10 * i + 1));
    EXPECT_EQ(told[i][1].household, IdNumber<HouseholdId>(10 * i + 2));
    EXPECT_OK(told[i][0].status);
    EXPECT_EQ(told[i][1].status.ok(), i != 1);
  }
}

TEST_F(VisitBatcherTest, TakesVisitsOfSeveralCallersToOneHouseholdInOrder) {
  VisitBatcher batcher(intake_, {.batches_at_once = 1});
  Block(batcher);
  std::vector<bool> repeated(3);
  for (int i = 0; i < 3; ++i) {
    batcher.Take(OrderOf(One(1), [&, i](Outcomes outcomes) {
      EXPECT_OK(outcomes->at(0).status);
      repeated[i] = outcomes->at(0).repeated;
    }));
  }
  Release();
  EXPECT_THAT(repeated, ElementsAre(false, true, true));
}

TEST_F(VisitBatcherTest, TakesNothingOfWhoWaitsNoLonger) {
  VisitBatcher batcher(intake_, {.batches_at_once = 1});
  Block(batcher);
  absl::Status left;
  absl::Status stayed = absl::UnknownError("not told");
  VisitBatcher::Order order = OrderOf(1, left);
  order.wanted = [] { return absl::CancelledError("gone"); };
  batcher.Take(std::move(order));
  order = OrderOf(2, stayed);
  order.wanted = [] { return absl::OkStatus(); };
  batcher.Take(std::move(order));
  Release();
  EXPECT_EQ(left.code(), absl::StatusCode::kCancelled);
  EXPECT_OK(stayed);
  EXPECT_THAT(visits_.Batches(), ElementsAre(1, 1));
  EXPECT_FALSE(store_.Get(IdNumber<HouseholdId>(1), kNever).ok());
}

TEST_F(VisitBatcherTest, LetsNoCallersFailureBeAnothers) {
  VisitBatcher batcher(intake_, {.batches_at_once = 1});
  Block(batcher);
  visits_.LookIn([&](absl::Span<const NewVisit> visits) {
    for (const NewVisit& visit : visits) {
      if (visit.household->number == 2) {
        return Error(absl::StatusCode::kInternal, "DATABASE_ERROR", "");
      }
    }
    return absl::OkStatus();
  });
  std::vector<absl::Status> ends(3, absl::UnknownError("not told"));
  for (int i = 0; i < 3; ++i) batcher.Take(OrderOf(i + 1, ends[i]));
  Release();
  EXPECT_OK(ends[0]);
  EXPECT_THAT(ends[1], StatusIs(absl::StatusCode::kInternal, "DATABASE_ERROR"));
  EXPECT_OK(ends[2]);
}

TEST_F(VisitBatcherTest, TellsAllWhenTheDatabaseIsAway) {
  VisitBatcher batcher(intake_, {.batches_at_once = 1});
  Block(batcher);
  visits_.LookIn([](absl::Span<const NewVisit>) {
    return absl::UnavailableError("away");
  });
  std::vector<absl::Status> ends(3);
  for (int i = 0; i < 3; ++i) batcher.Take(OrderOf(i + 1, ends[i]));
  Release();
  for (const absl::Status& end : ends) {
    EXPECT_EQ(end.code(), absl::StatusCode::kUnavailable);
  }
  EXPECT_THAT(visits_.Batches(), ElementsAre(1, 3)) << "asked once for all";
}

TEST_F(VisitBatcherTest, DropsNobodySilentlyWhenSomethingThrows) {
  VisitBatcher batcher(intake_, {.batches_at_once = 1});
  auto dropped = std::make_shared<int>();
  visits_.LookIn([&](absl::Span<const NewVisit>) -> absl::Status {
    // While this one runs, another comes.
    batcher.Take(OrderOf(One(2), [dropped](Outcomes) { FAIL(); }));
    throw std::runtime_error("thrown");
  });
  EXPECT_THROW(batcher.Take(OrderOf(One(1), [dropped](Outcomes) { FAIL(); })),
               std::runtime_error);
  EXPECT_EQ(dropped.use_count(), 1) << "both callers were let go";
  visits_.LookIn(nullptr);
  absl::Status end = absl::UnknownError("not told");
  batcher.Take(OrderOf(3, end));
  EXPECT_OK(end);
}

// Under ThreadSanitizer too: see tests/README.md.
TEST_F(VisitBatcherTest, KeepsEverythingOnceUnderManyWriters) {
  constexpr int kWriters = 8;
  constexpr int kOrders = 300;
  VisitBatcher batcher(intake_, {.batches_at_once = 2, .visits = 16});
  std::atomic<int> taken = 0;
  std::atomic<int> repeated = 0;
  std::atomic<int> told = 0;
  std::vector<std::thread> writers;
  for (int w = 0; w < kWriters; ++w) {
    writers.emplace_back([&, w] {
      for (int i = 0; i < kOrders; ++i) {
        // Two writers send each household.
        const std::uint64_t number = 1 + (w / 2) * kOrders + i;
        batcher.Take(OrderOf(One(number), [&](Outcomes outcomes) {
          ASSERT_OK(outcomes);
          ASSERT_OK(outcomes->at(0).status);
          ++(outcomes->at(0).repeated ? repeated : taken);
          ++told;
        }));
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  EXPECT_EQ(told, kWriters * kOrders);
  EXPECT_EQ(taken, kWriters / 2 * kOrders);
  EXPECT_EQ(repeated, kWriters / 2 * kOrders);
}

}  // namespace
}  // namespace rasoat::registry
