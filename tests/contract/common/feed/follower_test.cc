// That every change takes effect once, whoever leads and whatever fails.
#include <atomic>
#include <random>
#include <thread>

#include "absl/strings/str_cat.h"
#include "services/common/feed/follower_rows.h"
#include "services/common/status/error.h"
#include "tests/contract/common/feed/feed_fixture.h"
#include "tests/contract/common/feed/following.h"
#include "tests/support/status_matchers.h"

namespace rasoat::feed {
namespace {

class FollowerTest : public testing::Test {
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

TEST_F(FollowerTest, AppliesWhatWasToldAndWhatIsToldLater) {
  ASSERT_OK(TellMany(replica_->feed(), 1300));
  Following one(own_, replica_->Channel(), QuickOptions("one"));
  ASSERT_TRUE(one.Reaches(1300));
  ASSERT_OK(TellMany(replica_->feed(), 20));
  ASSERT_TRUE(one.Reaches(1320));
  EXPECT_EQ(Tally::Times(own_.pool()), 1320);
  const FollowerStatus status = one.follower.Status();
  EXPECT_TRUE(status.leader);
  EXPECT_TRUE(status.complete());
  EXPECT_EQ(status.newest_position, 1320);
  EXPECT_LT(absl::AbsDuration(status.heard_time - status.applied_commit_time),
            absl::Minutes(1));
}

TEST_F(FollowerTest, GoesOnWhereItStopped) {
  ASSERT_OK(TellMany(replica_->feed(), 100));
  {
    Following one(own_, replica_->Channel(), QuickOptions("one"));
    ASSERT_TRUE(one.Reaches(100));
  }
  ASSERT_OK(TellMany(replica_->feed(), 100));
  Following two(own_, replica_->Channel(), QuickOptions("two"));
  ASSERT_TRUE(two.Reaches(200));
  EXPECT_EQ(Tally::Times(own_.pool()), 200);
}

TEST_F(FollowerTest, OutlivesItsSource) {
  ASSERT_OK(TellMany(replica_->feed(), 100));
  // Two replicas behind one target, as a headless service gives them.
  std::optional<Replica> other(std::in_place, source_.options());
  auto channel = grpc::CreateChannel(
      absl::StrCat("ipv4:", replica_->address(), ",", other->address()),
      grpc::InsecureChannelCredentials());
  Following one(own_, channel, QuickOptions("one"));
  ASSERT_TRUE(one.Reaches(100));
  ASSERT_OK(TellMany(other->feed(), 50));
  replica_.reset();
  ASSERT_OK(TellMany(other->feed(), 50));
  ASSERT_TRUE(one.Reaches(200));
  EXPECT_EQ(Tally::Times(own_.pool()), 200);
}

/// Refuses one position until allowed.
class Picky final : public Tally {
 public:
  explicit Picky(std::int64_t refused) : refused_(refused) {}
  absl::Status Apply(mysql::Transaction& tx, Changes& out,
                     absl::Span<const Change> changes) override {
    RASOAT_RETURN_IF_ERROR(Tally::Apply(tx, out, changes));
    for (const Change& change : changes) {
      if (change.position != refused_) continue;
      ++refusals;
      return Error(absl::StatusCode::kInvalidArgument, "NOT_TO_MY_TASTE",
                   "this change cannot be applied");
    }
    return absl::OkStatus();
  }
  void Allow() { refused_ = 0; }

  std::atomic<int> refusals = 0;

 private:
  std::atomic<std::int64_t> refused_;
};

TEST_F(FollowerTest, AChangeThatCannotBeAppliedIsTriedAgainAndNeverSkipped) {
  ASSERT_OK(TellMany(replica_->feed(), 300));
  auto owned = std::make_unique<Picky>(200);
  Picky& picky = *owned;
  Following one(own_, replica_->Channel(), QuickOptions("one"),
                std::move(owned));
  ASSERT_TRUE(one.Reaches(199));  // what stands before it goes through
  const int before = picky.refusals;
  ASSERT_TRUE(Eventually([&] { return picky.refusals > before + 2; }));
  EXPECT_EQ(one.follower.Status().position, 199);
  EXPECT_EQ(one.Metric("rasoat_feed_lag_positions"), 101);
  EXPECT_GT(
      one.metrics.Counters("rasoat_feed_apply_failures_total", "", {"follower"})
          .With({"registry"})
          .Value(),
      2);
  EXPECT_FALSE(one.follower.Status().complete());
  picky.Allow();
  ASSERT_TRUE(one.Reaches(300));
  EXPECT_EQ(Tally::Times(own_.pool()), 300);
  EXPECT_TRUE(
      Eventually([&] { return one.Metric("rasoat_feed_lag_positions") == 0; }));
  EXPECT_EQ(one.Metric("rasoat_feed_lag_seconds"), 0);
}

TEST_F(FollowerTest, OneLeadsAndAnotherTakesOver) {
  FollowerOptions patient = QuickOptions("one");
  patient.lease = absl::Seconds(4);
  Following one(own_, replica_->Channel(), patient);
  ASSERT_TRUE(Eventually([&] { return one.follower.Status().leader; }));
  patient.holder = "two";
  Following two(own_, replica_->Channel(), patient);
  ASSERT_OK(TellMany(replica_->feed(), 100));
  ASSERT_TRUE(one.Reaches(100));
  EXPECT_FALSE(two.follower.Status().leader);
  EXPECT_TRUE(two.Reaches(100));  // it knows, from the row
  EXPECT_EQ(two.Metric("rasoat_feed_leading"), 0);
  one.follower.Stop();  // gives the lease up
  EXPECT_FALSE(one.follower.Status().leader);
  ASSERT_OK(TellMany(replica_->feed(), 100));
  ASSERT_TRUE(two.Reaches(200));
  EXPECT_TRUE(two.follower.Status().leader);
  EXPECT_EQ(Tally::Times(own_.pool()), 200);
}

TEST_F(FollowerTest, ALeaseThatIsNotRenewedRunsOut) {
  // The leader is a row: nobody renews it, as after SIGKILL.
  ASSERT_OK_AND_ASSIGN(LeaseAnswer dead,
                       AskForLease(own_.pool(), Soon(), "registry", "dead",
                                   absl::Milliseconds(700)));
  ASSERT_TRUE(dead.held);
  const absl::Time died = SystemClock().Now();
  ASSERT_OK(TellMany(replica_->feed(), 10));
  Following one(own_, replica_->Channel(), QuickOptions("one"));
  ASSERT_TRUE(Eventually([&] { return one.follower.Status().leader; }));
  const absl::Duration took = SystemClock().Now() - died;
  EXPECT_GE(took, absl::Milliseconds(600));
  EXPECT_LE(took, absl::Seconds(3));  // room for a busy machine
  ASSERT_TRUE(one.Reaches(10));
}

TEST_F(FollowerTest, LeadersThatBothThinkTheyLeadApplyEachChangeOnce) {
  // A lease of no length: every replica leads all the time.
  FollowerOptions reckless = QuickOptions("one");
  reckless.lease = absl::Milliseconds(1);
  reckless.most_changes = 25;
  Following one(own_, replica_->Channel(), reckless);
  reckless.holder = "two";
  Following two(own_, replica_->Channel(), reckless);
  reckless.holder = "three";
  Following three(own_, replica_->Channel(), reckless);
  ASSERT_OK(TellMany(replica_->feed(), 4000));
  ASSERT_TRUE(Eventually([&] { return Tally::Times(own_.pool()) >= 4000; }));
  ScratchSchema calm(kFeedMigrations);
  ASSERT_TRUE(calm.ok());
  calm.Run(Tally::kTable);
  Following alone(calm, replica_->Channel(), QuickOptions("alone"));
  ASSERT_TRUE(alone.Reaches(4000));
  EXPECT_EQ(Tally::Read(own_.pool()), Tally::Read(calm.pool()));
}

TEST_F(FollowerTest, ARebuildWhileWritersRunEndsEqual) {
  Following one(own_, replica_->Channel(), QuickOptions("one"));
  Following two(own_, replica_->Channel(), QuickOptions("two"));
  std::thread writer([&] {
    std::mt19937 chance(3);
    for (int i = 0; i < 60; ++i) {
      EXPECT_OK(TellMany(replica_->feed(), 50));
      Dawdle(chance, absl::Milliseconds(10));
    }
  });
  SystemClock clock;
  Feed feed(own_.pool(), clock);
  Tally tally;
  for (int i = 1; i <= 3; ++i) {
    EXPECT_TRUE(
        Eventually([&] { return Tally::Times(own_.pool()) > 400 * i; }));
    EXPECT_OK(Rebuild(feed, Soon(), "registry", tally));
  }
  writer.join();
  ASSERT_TRUE(Eventually([&] { return Tally::Times(own_.pool()) == 3000; }));
  ScratchSchema calm(kFeedMigrations);
  ASSERT_TRUE(calm.ok());
  calm.Run(Tally::kTable);
  Following alone(calm, replica_->Channel(), QuickOptions("alone"));
  ASSERT_TRUE(alone.Reaches(3000));
  EXPECT_EQ(Tally::Read(own_.pool()), Tally::Read(calm.pool()));
}

TEST_F(FollowerTest, AnIdleFollowerNoticesARebuild) {
  ASSERT_OK(TellMany(replica_->feed(), 120));
  Following one(own_, replica_->Channel(), QuickOptions("one"));
  ASSERT_TRUE(one.Reaches(120));
  Tally tally;
  ASSERT_OK(Rebuild(one.feed, Soon(), "registry", tally));
  ASSERT_EQ(Tally::Times(own_.pool()), 0);
  ASSERT_TRUE(Eventually([&] { return Tally::Times(own_.pool()) == 120; }));
}

TEST_F(FollowerTest, RebuildsAFollowerThatNeverRan) {
  Tally tally;
  SystemClock clock;
  Feed feed(own_.pool(), clock);
  EXPECT_OK(Rebuild(feed, Soon(), "registry", tally));
}

/// Tells on what it hears, in its own feed.
class Retelling final : public Tally {
 public:
  absl::Status Apply(mysql::Transaction& tx, Changes& out,
                     absl::Span<const Change> changes) override {
    for (const Change& change : changes) {
      out.AddSerialized(change.subject, change.area, change.kind, change.state);
    }
    return Tally::Apply(tx, out, changes);
  }
};

TEST_F(FollowerTest, TellsOnWhatItMadeOfIt) {
  ASSERT_OK(TellMany(replica_->feed(), 700));
  Following one(own_, replica_->Channel(), QuickOptions("one"),
                std::make_unique<Retelling>());
  Replica own_replica(own_.options());
  Watching watching(own_replica.Channel(), v1::WatchRequest());
  const std::vector<v1::Change> told = watching.Until(700);
  ASSERT_EQ(told.size(), 700u);
  EXPECT_EQ(told[500].subject(), absl::StrCat("things/", 500 % 97));
}

TEST_F(FollowerTest, AFilteredFollowerKeepsItsPlace) {
  FollowerOptions picky = QuickOptions("one");
  picky.kinds = {"google.protobuf.StringValue"};
  ASSERT_OK(TellMany(replica_->feed(), 800));
  Following one(own_, replica_->Channel(), picky);
  ASSERT_TRUE(one.Reaches(800));
  EXPECT_EQ(Tally::Times(own_.pool()), 0);
  // In the row as well, so that a restart does not read all again.
  EXPECT_TRUE(Eventually([&] {
    auto place = ReadPlace(own_.pool(), Soon(), "registry");
    return place.ok() && place->position == 800;
  }));
}

TEST_F(FollowerTest, APositionAheadOfTheSourceIsNotSkippedOver) {
  ASSERT_OK(TellMany(replica_->feed(), 5));
  ASSERT_OK(mysql::InTransaction(
      own_.pool(), Soon(), [](mysql::Transaction& tx) -> absl::Status {
        RASOAT_ASSIGN_OR_RETURN(Place place, LockPlace(tx, "registry"));
        place.position = 9;
        return SavePlace(tx, "registry", place);
      }));
  Following one(own_, replica_->Channel(), QuickOptions("one"));
  ASSERT_TRUE(Eventually([&] { return one.follower.Status().leader; }));
  Tally tally;
  ASSERT_OK(Rebuild(one.feed, Soon(), "registry", tally));
  ASSERT_TRUE(one.Reaches(5));
  EXPECT_EQ(Tally::Times(own_.pool()), 5);
}

}  // namespace
}  // namespace rasoat::feed
