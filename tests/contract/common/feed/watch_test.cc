// What a `Watch` stream says, and how it ends.
#include <thread>

#include "absl/strings/str_cat.h"
#include "tests/contract/common/feed/feed_fixture.h"
#include "tests/support/status_matchers.h"

namespace rasoat::feed {
namespace {

using testing::ElementsAre;

v1::WatchRequest After(std::int64_t position) {
  v1::WatchRequest request;
  request.set_after_position(position);
  return request;
}

v1::WatchRequest UntilNow(std::int64_t after = 0) {
  v1::WatchRequest request = After(after);
  request.set_until_now(true);
  return request;
}

std::vector<std::int64_t> Positions(const std::vector<v1::Change>& changes) {
  std::vector<std::int64_t> positions;
  for (const v1::Change& change : changes) {
    positions.push_back(change.position());
  }
  return positions;
}

class WatchTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(schema_.ok());
    WatchOptions small;
    small.kept_changes = 50;  // so that streams read the database as well
    small.heartbeat = absl::Milliseconds(100);
    replica_.emplace(schema_.options(), small);
  }

  ScratchSchema schema_{kFeedMigrations};
  std::optional<Replica> replica_;
};

TEST_F(WatchTest, TellsTheWholeStateOfEachChange) {
  google::protobuf::StringValue state;
  state.set_value("Tân Yên");
  ASSERT_OK(InTransaction(replica_->feed(), Soon(),
                          [&](mysql::Transaction&, Changes& changes) {
                            changes.Add("areas/217", "24", state);
                            return absl::OkStatus();
                          }));
  std::vector<v1::Change> changes =
      Watching(replica_->Channel(), UntilNow()).Until(1);
  ASSERT_EQ(changes.size(), 1u);
  const v1::Change& change = changes[0];
  EXPECT_EQ(change.position(), 1);
  EXPECT_EQ(change.subject(), "areas/217");
  EXPECT_EQ(change.area(), "24");
  EXPECT_EQ(change.state().type_url(),
            "type.googleapis.com/google.protobuf.StringValue");
  google::protobuf::StringValue got;
  ASSERT_TRUE(change.state().UnpackTo(&got));
  EXPECT_EQ(got.value(), "Tân Yên");
  const absl::Time committed =
      absl::FromUnixSeconds(change.commit_time().seconds());
  EXPECT_LT(absl::AbsDuration(Soon() - committed), absl::Minutes(2));
}

TEST_F(WatchTest, CatchesUpInBatchesAndThenStaysLive) {
  ASSERT_OK(TellMany(replica_->feed(), 1700));
  Watching watching(replica_->Channel(), After(0));
  std::int64_t position = 0;
  while (position < 1700) {
    std::optional<v1::WatchResponse> batch = watching.Next();
    ASSERT_TRUE(batch);
    EXPECT_LE(batch->changes_size(), 500);
    for (const v1::Change& change : batch->changes()) {
      EXPECT_EQ(change.position(), ++position);
    }
    EXPECT_EQ(batch->position(), position);
    EXPECT_EQ(batch->newest_position(), 1700);
  }
  ASSERT_OK(TellMany(replica_->feed(), 3));
  EXPECT_THAT(Positions(watching.Until(1703)), ElementsAre(1701, 1702, 1703));
}

TEST_F(WatchTest, ASlowReaderMissesNothing) {
  Watching watching(replica_->Channel(), After(0));
  ASSERT_TRUE(watching.Next());
  ASSERT_OK(TellMany(replica_->feed(), 2500));  // far more than is kept
  const std::vector<std::int64_t> got = Positions(watching.Until(2500));
  ASSERT_EQ(got.size(), 2500u);
  EXPECT_EQ(got.front(), 1);
  EXPECT_EQ(got.back(), 2500);
}

TEST_F(WatchTest, HearsOfWhatAnotherReplicaCommits) {
  Replica other(schema_.options());
  Watching watching(replica_->Channel(), After(0));
  ASSERT_OK(Tell(other.feed(), "things/1", 1));
  EXPECT_THAT(Positions(watching.Until(1)), ElementsAre(1));
}

TEST_F(WatchTest, AQuietFeedSendsHeartbeats) {
  ASSERT_OK(TellMany(replica_->feed(), 2));
  Watching watching(replica_->Channel(), After(2));
  for (int i = 0; i < 3; ++i) {
    std::optional<v1::WatchResponse> batch = watching.Next();
    ASSERT_TRUE(batch);
    EXPECT_EQ(batch->changes_size(), 0);
    EXPECT_EQ(batch->position(), 2);
    EXPECT_EQ(batch->newest_position(), 2);
  }
}

TEST_F(WatchTest, UntilNowEndsAtTheNewestPosition) {
  ASSERT_OK(TellMany(replica_->feed(), 730));
  Watching watching(replica_->Channel(), UntilNow(100));
  std::vector<v1::Change> changes;
  std::int64_t position = 0;
  while (std::optional<v1::WatchResponse> batch = watching.Next()) {
    for (const auto& change : batch->changes()) changes.push_back(change);
    position = batch->position();
  }
  EXPECT_EQ(changes.size(), 630u);
  EXPECT_EQ(position, 730);
  EXPECT_OK(watching.End());
}

TEST_F(WatchTest, UntilNowWithNothingToTellSaysWhereItEnded) {
  ASSERT_OK(TellMany(replica_->feed(), 4));
  Watching watching(replica_->Channel(), UntilNow(4));
  std::optional<v1::WatchResponse> batch = watching.Next();
  ASSERT_TRUE(batch);
  EXPECT_EQ(batch->position(), 4);
  EXPECT_FALSE(watching.Next());
  EXPECT_OK(watching.End());
}

TEST_F(WatchTest, FiltersByKind) {
  ASSERT_OK(TellMany(replica_->feed(), 600));
  ASSERT_OK(InTransaction(
      replica_->feed(), Soon(), [&](mysql::Transaction&, Changes& changes) {
        changes.Add("areas/1", "", google::protobuf::StringValue());
        return absl::OkStatus();
      }));
  ASSERT_OK(TellMany(replica_->feed(), 2));
  v1::WatchRequest request = UntilNow();
  request.add_kinds("google.protobuf.StringValue");
  Watching watching(replica_->Channel(), request);
  EXPECT_THAT(Positions(watching.Until(603)), ElementsAre(601));
}

TEST_F(WatchTest, FiltersByAreaAndKeepsWhatBelongsToNone) {
  Feed& feed = replica_->feed();
  ASSERT_OK(Tell(feed, "things/1", 1, 1, "24"));
  ASSERT_OK(Tell(feed, "things/2", 1, 1, "2407"));
  ASSERT_OK(Tell(feed, "things/3", 1, 1, "01"));
  ASSERT_OK(Tell(feed, "things/4", 1, 1, ""));
  v1::WatchRequest request = UntilNow();
  request.set_area("24");
  Watching watching(replica_->Channel(), request);
  EXPECT_THAT(Positions(watching.Until(4)), ElementsAre(1, 2, 4));
  request.set_area("2407");
  Watching below(replica_->Channel(), request);
  EXPECT_THAT(Positions(below.Until(4)), ElementsAre(2, 4));
}

TEST_F(WatchTest, AFilteredLiveStreamStillMovesItsPosition) {
  v1::WatchRequest request = After(0);
  request.add_kinds("google.protobuf.StringValue");
  Watching watching(replica_->Channel(), request);
  ASSERT_TRUE(watching.Next());
  ASSERT_OK(TellMany(replica_->feed(), 5));
  EXPECT_TRUE(watching.Until(5).empty());
}

TEST_F(WatchTest, APositionAheadIsRefused) {
  ASSERT_OK(TellMany(replica_->feed(), 3));
  Watching watching(replica_->Channel(), After(4));
  EXPECT_FALSE(watching.Next());
  EXPECT_THAT(watching.End(),
              StatusIs(absl::StatusCode::kOutOfRange, "POSITION_AHEAD"));
}

TEST_F(WatchTest, ANegativePositionIsRefused) {
  Watching watching(replica_->Channel(), After(-1));
  EXPECT_FALSE(watching.Next());
  EXPECT_THAT(watching.End(), StatusIs(absl::StatusCode::kInvalidArgument,
                                       "POSITION_NEGATIVE"));
}

TEST_F(WatchTest, ACallerThatIsNotAdmittedIsToldWhy) {
  ASSERT_OK(TellMany(replica_->feed(), 3));
  Watching watching(replica_->Channel(), After(0), /*unwelcome=*/true);
  EXPECT_FALSE(watching.Next());
  EXPECT_THAT(watching.End(),
              StatusIs(absl::StatusCode::kPermissionDenied, "UNWELCOME"));
}

TEST_F(WatchTest, ShutdownEndsStreamsAndRefusesNewOnes) {
  Watching open(replica_->Channel(), After(0));
  ASSERT_TRUE(open.Next());
  replica_->source().Shutdown();
  while (open.Next()) {
  }
  EXPECT_THAT(open.End(),
              StatusIs(absl::StatusCode::kUnavailable, "SERVER_DRAINING"));
  Watching late(replica_->Channel(), After(0));
  EXPECT_FALSE(late.Next());
  EXPECT_THAT(late.End(),
              StatusIs(absl::StatusCode::kUnavailable, "SERVER_DRAINING"));
}

TEST_F(WatchTest, ManyStreamsComeAndGo) {
  ASSERT_OK(TellMany(replica_->feed(), 1200));
  std::vector<std::thread> callers;
  for (int i = 0; i < 12; ++i) {
    callers.emplace_back([&, i] {
      std::mt19937 chance(i);
      for (int call = 0; call < 8; ++call) {
        Watching watching(replica_->Channel(), After(chance() % 1200));
        for (int n = chance() % 4; n > 0; --n) EXPECT_TRUE(watching.Next());
      }  // and cancels
    });
  }
  for (std::thread& caller : callers) caller.join();
}

TEST_F(WatchTest, EndsWhenTheDatabaseCannotBeRead) {
  mysql::PoolOptions nowhere = schema_.options();
  nowhere.url = "tcp://127.0.0.1:1";
  Replica replica(nowhere);
  Watching watching(replica.Channel(), After(0));
  EXPECT_FALSE(watching.Next());
  EXPECT_THAT(watching.End(),
              StatusIs(absl::StatusCode::kUnavailable, "DATABASE_UNREACHABLE"));
}

}  // namespace
}  // namespace rasoat::feed
