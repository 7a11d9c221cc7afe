// That changes are prepared while others are written, and that each takes
// effect once whatever fails in either.
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "grpcpp/support/client_interceptor.h"
#include "services/common/feed/follower_rows.h"
#include "services/common/feed/upstream.h"
#include "services/common/status/error.h"
#include "tests/contract/common/feed/feed_fixture.h"
#include "tests/contract/common/feed/following.h"
#include "tests/support/status_matchers.h"

namespace rasoat::feed {
namespace {

FollowerOptions AheadOptions(const std::string& holder) {
  FollowerOptions options = QuickOptions(holder);
  options.prepares_ahead = true;
  return options;
}

class FollowerAheadTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(source_.ok() && own_.ok());
    own_.Run(Tally::kTable);
    WatchOptions watch;
    watch.heartbeat = absl::Milliseconds(100);
    replica_.emplace(source_.options(), watch);
  }

  ScratchSchema source_{kFeedMigrations};
  ScratchSchema own_{kFeedMigrations};
  std::optional<Replica> replica_;
};

/// Writes its first batch only once a change after it was prepared.
class Overlapping final : public ReadAhead {
 public:
  void Prepare(absl::Span<Change> changes) override {
    ReadAhead::Prepare(changes);
    std::lock_guard lock(mu_);
    for (const Change& change : changes) order_.push_back(change.position);
    changed_.notify_all();
  }
  absl::Status Apply(mysql::Transaction& tx, Changes& out,
                     absl::Span<const Change> changes) override {
    for (const Change& change : changes) {
      unprepared += change.prepared == nullptr;
    }
    {
      std::unique_lock lock(mu_);
      const bool later = changed_.wait_for(lock, std::chrono::seconds(20), [&] {
        return order_.back() > changes.back().position || last_;
      });
      if (!later) never_together = true;
      last_ = true;  // the last batch has none after it
    }
    return ReadAhead::Apply(tx, out, changes);
  }

  std::vector<std::int64_t> Order() {
    std::lock_guard lock(mu_);
    return order_;
  }

  std::atomic<int> unprepared = 0;
  std::atomic<bool> never_together = false;

 private:
  std::mutex mu_;
  std::condition_variable changed_;
  std::vector<std::int64_t> order_;
  bool last_ = false;
};

TEST_F(FollowerAheadTest, PreparesEachChangeOnceInOrderWhileItWritesOthers) {
  ASSERT_OK(TellMany(replica_->feed(), 2300));
  FollowerOptions options = AheadOptions("one");
  options.most_changes = 700;
  auto owned = std::make_unique<Overlapping>();
  Overlapping& applier = *owned;
  Following one(own_, replica_->Channel(), options, std::move(owned));
  ASSERT_TRUE(one.Reaches(2300));
  EXPECT_EQ(Tally::Times(own_.pool()), 2300);
  EXPECT_FALSE(applier.never_together);
  EXPECT_EQ(applier.unprepared, 0);
  const std::vector<std::int64_t> order = applier.Order();
  ASSERT_EQ(order.size(), 2300u);
  for (std::size_t i = 0; i < order.size(); ++i) {
    ASSERT_EQ(order[i], static_cast<std::int64_t>(i) + 1);
  }
}

/// Counts what it is given unprepared.
class Counting final : public ReadAhead {
 public:
  absl::Status Apply(mysql::Transaction& tx, Changes& out,
                     absl::Span<const Change> changes) override {
    for (const Change& change : changes) {
      unprepared += change.prepared == nullptr;
    }
    return ReadAhead::Apply(tx, out, changes);
  }
  std::atomic<int> unprepared = 0;
};

TEST_F(FollowerAheadTest, PreparesNothingUnlessAskedTo) {
  ASSERT_OK(TellMany(replica_->feed(), 30));
  auto owned = std::make_unique<Counting>();
  Counting& counting = *owned;
  Following one(own_, replica_->Channel(), QuickOptions("one"),
                std::move(owned));
  ASSERT_TRUE(one.Reaches(30));
  EXPECT_EQ(counting.unprepared, 30);
}

/// Fails some writes after all is written, and prepares nothing of some
/// changes.
class Failing final : public ReadAhead {
 public:
  void Prepare(absl::Span<Change> changes) override {
    ReadAhead::Prepare(changes);
    for (Change& change : changes) {
      if (change.position % 7 == 3) change.prepared = nullptr;
    }
  }
  absl::Status Apply(mysql::Transaction& tx, Changes& out,
                     absl::Span<const Change> changes) override {
    RASOAT_RETURN_IF_ERROR(ReadAhead::Apply(tx, out, changes));
    if (++applied_ % 3 != 0) return absl::OkStatus();
    ++failures;
    return Error(absl::StatusCode::kUnavailable, "ONCE_IN_A_WHILE",
                 "this write does not go through");
  }

  std::atomic<int> failures = 0;

 private:
  int applied_ = 0;
};

TEST_F(FollowerAheadTest, AWriteThatFailsIsTriedAgainWithWhatWasPrepared) {
  ASSERT_OK(TellMany(replica_->feed(), 1500));
  FollowerOptions options = AheadOptions("one");
  options.most_changes = 90;
  auto owned = std::make_unique<Failing>();
  Failing& failing = *owned;
  Following one(own_, replica_->Channel(), options, std::move(owned));
  ASSERT_TRUE(one.Reaches(1500));
  EXPECT_GE(failing.failures, 3);
  EXPECT_EQ(Tally::Times(own_.pool()), 1500);
}

TEST_F(FollowerAheadTest, ARebuildThrowsAwayWhatIsUnderWayInBoth) {
  ASSERT_OK(TellMany(replica_->feed(), 1000));
  FollowerOptions options = AheadOptions("one");
  options.most_changes = 50;
  Following one(own_, replica_->Channel(), options,
                std::make_unique<ReadAhead>());
  ASSERT_TRUE(Eventually([&] { return one.follower.Status().position > 0; }));
  Tally tally;
  ASSERT_OK(Rebuild(one.feed, Soon(), "registry", tally));
  ASSERT_TRUE(Eventually([&] { return Tally::Times(own_.pool()) == 1000; }));
  ASSERT_TRUE(one.Reaches(1000));
  EXPECT_EQ(Tally::Times(own_.pool()), 1000);
}

/// Holds up whoever prepares until it is let go.
class Stuck final : public ReadAhead {
 public:
  void Prepare(absl::Span<Change> changes) override {
    std::unique_lock lock(mu_);
    entered_ = true;
    changed_.notify_all();
    changed_.wait(lock, [this] { return free_; });
    ReadAhead::Prepare(changes);
  }
  void AwaitEntered() {
    std::unique_lock lock(mu_);
    changed_.wait(lock, [this] { return entered_; });
  }
  void Free() {
    std::lock_guard lock(mu_);
    free_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mu_;
  std::condition_variable changed_;
  bool entered_ = false;
  bool free_ = false;
};

/// Notices when a call over its channel is cancelled. Must outlive the calls.
class Cancels {
 public:
  std::shared_ptr<grpc::Channel> ChannelTo(const std::string& address) {
    std::vector<
        std::unique_ptr<grpc::experimental::ClientInterceptorFactoryInterface>>
        factories;
    factories.push_back(std::make_unique<Factory>(*this));
    return grpc::experimental::CreateCustomChannelWithInterceptors(
        address, grpc::InsecureChannelCredentials(), grpc::ChannelArguments(),
        std::move(factories));
  }
  /// False if none comes within half a minute.
  bool AwaitOne() {
    return Eventually([this] { return seen_ > 0; });
  }

 private:
  class Noticing final : public grpc::experimental::Interceptor {
   public:
    explicit Noticing(Cancels& to) : to_(to) {}
    void Intercept(
        grpc::experimental::InterceptorBatchMethods* methods) override {
      if (methods->QueryInterceptionHookPoint(
              grpc::experimental::InterceptionHookPoints::PRE_SEND_CANCEL)) {
        ++to_.seen_;
      }
      methods->Proceed();
    }

   private:
    Cancels& to_;
  };
  class Factory final
      : public grpc::experimental::ClientInterceptorFactoryInterface {
   public:
    explicit Factory(Cancels& to) : to_(to) {}
    grpc::experimental::Interceptor* CreateClientInterceptor(
        grpc::experimental::ClientRpcInfo*) override {
      return new Noticing(to_);
    }

   private:
    Cancels& to_;
  };

  std::atomic<int> seen_ = 0;
};

TEST_F(FollowerAheadTest, StopsWhileSomethingIsBeingPrepared) {
  ASSERT_OK(TellMany(replica_->feed(), 2000));
  auto owned = std::make_unique<Stuck>();
  Stuck& stuck = *owned;
  Cancels cancels;
  {
    Following one(own_, cancels.ChannelTo(replica_->address()),
                  AheadOptions("one"), std::move(owned));
    stuck.AwaitEntered();
    std::thread stopping([&] { one.follower.Stop(); });
    EXPECT_TRUE(cancels.AwaitOne());
    stuck.Free();  // only now: the follower is on its way out
    stopping.join();
  }
  Following two(own_, replica_->Channel(), AheadOptions("two"),
                std::make_unique<ReadAhead>());
  ASSERT_TRUE(two.Reaches(2000));
  EXPECT_EQ(Tally::Times(own_.pool()), 2000);
}

TEST_F(FollowerAheadTest, MessagesWithoutChangesDoNotPileUpEither) {
  WatchOptions watch;
  watch.heartbeat = absl::Milliseconds(5);
  replica_.emplace(source_.options(), watch);
  Doorbell bell;
  std::atomic<int> held = 0;
  std::atomic<int> all = 0;
  const auto open = [&](std::size_t most, std::atomic<int>& messages) {
    return std::make_unique<Upstream>(
        replica_->Channel(), kWatchMethod, v1::WatchRequest(), "", most,
        [&messages](absl::Span<Change>) { ++messages; }, bell);
  };
  const auto full = open(3, held);
  ASSERT_TRUE(Eventually([&] { return held == 3; }));
  const auto roomy = open(1000, all);
  ASSERT_TRUE(Eventually([&] { return all >= 40; }));
  EXPECT_EQ(held, 3);
  EXPECT_TRUE(full->Take().heard);
  EXPECT_TRUE(Eventually([&] { return held > 3; }));
}

}  // namespace
}  // namespace rasoat::feed
