// That positions are given in commit order, without gaps, whoever writes.
#include <atomic>
#include <map>
#include <mutex>
#include <random>
#include <thread>

#include "absl/strings/str_cat.h"
#include "services/common/status/error.h"
#include "tests/contract/common/feed/feed_fixture.h"
#include "tests/support/status_matchers.h"

namespace rasoat::feed {
namespace {

using google::protobuf::Int64Value;

constexpr int kWriters = 16;
constexpr int kTransactions = 40;  // by each writer
constexpr int kSubjects = 6;
constexpr int kWatchers = 6;

/// The next version of `subject`, under the lock of its row.
absl::StatusOr<std::int64_t> NextVersion(mysql::Transaction& tx,
                                         const std::string& subject) {
  RASOAT_RETURN_IF_ERROR(
      tx.Execute("UPDATE fact SET version = version + 1 WHERE subject = ?",
                 subject)
          .status());
  RASOAT_ASSIGN_OR_RETURN(
      std::optional<std::int64_t> version,
      tx.QueryOne(
          "SELECT version FROM fact WHERE subject = ?",
          [](const mysql::Row& row) { return row.Int(0); }, subject));
  return version.value_or(0);
}

class PositionsTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(schema_.ok());
    std::string tables =
        "CREATE TABLE fact (subject VARCHAR(64) PRIMARY KEY,"
        " version BIGINT NOT NULL);";
    for (int i = 0; i < kSubjects; ++i) {
      absl::StrAppend(&tables, "\nINSERT INTO fact VALUES ('things/", i,
                      "', 0);");
    }
    schema_.Run(tables);
    mysql::PoolOptions options = schema_.options();
    options.max_sessions = 14;
    for (auto& replica : replicas_) {
      replica = std::make_unique<Replica>(options);
    }
  }

  /// A writer's transaction: raises versions of one or two subjects, dawdles
  /// with them locked and again with positions taken, and now and then changes
  /// its mind at the last moment.
  absl::Status WriteOnce(Feed& feed, std::mt19937& chance, int& told) {
    int first = static_cast<int>(chance() % kSubjects);
    int second = static_cast<int>(chance() % kSubjects);
    if (first > second) std::swap(first, second);  // no deadlocks by design
    const bool roll_back = chance() % 8 == 0;
    const int extra = static_cast<int>(chance() % 3);
    int added = 0;
    const auto body = [&](mysql::Transaction& tx,
                          Changes& changes) -> absl::Status {
      for (int subject = first; subject <= second;
           subject += std::max(1, second - first)) {
        const std::string name = absl::StrCat("things/", subject);
        RASOAT_ASSIGN_OR_RETURN(std::int64_t version, NextVersion(tx, name));
        Int64Value state;
        state.set_value(version);
        changes.Add(name, "24", state);
      }
      for (int i = 0; i < extra; ++i) {
        changes.Add("others/1", "", Int64Value());
      }
      added = static_cast<int>(changes.size());
      Dawdle(chance, absl::Milliseconds(3));
      return absl::OkStatus();
    };
    absl::Status done;
    if (chance() % 2 == 0) {
      done = InTransaction(feed, Soon(), body);
    } else {
      // The same in slow motion: the commit is late, or does not come.
      done = mysql::InTransaction(
          feed.pool(), Soon(), [&](mysql::Transaction& tx) -> absl::Status {
            Changes changes;
            RASOAT_RETURN_IF_ERROR(body(tx, changes));
            RASOAT_RETURN_IF_ERROR(feed.Append(tx, changes));
            Dawdle(chance, absl::Milliseconds(3));
            return roll_back ? Error(absl::StatusCode::kFailedPrecondition,
                                     "CHANGED_ITS_MIND", "the writer gave up")
                             : absl::OkStatus();
          });
    }
    if (ReasonOf(done) == "CHANGED_ITS_MIND") return absl::OkStatus();
    if (done.ok()) told += added;
    return done;
  }

  ScratchSchema schema_{kFeedMigrations};
  std::unique_ptr<Replica> replicas_[2];
};

/// Watches from a random moment, comes back again and again, and notes what it
/// is told. Checks as it goes that nothing is left out, doubled or swapped.
class Watcher {
 public:
  explicit Watcher(unsigned seed) : chance_(seed) {}

  void Run(std::unique_ptr<Replica> (&replicas)[2],
           const std::atomic<std::int64_t>& last) {
    Dawdle(chance_, absl::Milliseconds(200));
    const absl::Time give_up = Soon();
    while ((last == 0 || position_ < last) && SystemClock().Now() < give_up) {
      v1::WatchRequest request;
      request.set_after_position(position_);
      Watching watching(replicas[chance_() % 2]->Channel(), request);
      const int batches = 1 + static_cast<int>(chance_() % 20);
      for (int i = 0; i < batches && (last == 0 || position_ < last); ++i) {
        std::optional<v1::WatchResponse> batch = watching.Next();
        if (!batch) break;
        Note(*batch);
      }
      ++calls_;
    }
  }

  void Note(const v1::WatchResponse& batch) {
    for (const v1::Change& change : batch.changes()) {
      EXPECT_EQ(change.position(), position_ + 1);
      position_ = change.position();
      if (change.subject() == "others/1") continue;
      Int64Value state;
      EXPECT_TRUE(change.state().UnpackTo(&state));
      EXPECT_EQ(state.value(), ++versions_[change.subject()])
          << change.subject();
    }
    EXPECT_EQ(batch.position(), position_);
    EXPECT_GE(batch.newest_position(), position_);
  }

  std::int64_t position() const { return position_; }
  int calls() const { return calls_; }

 private:
  std::mt19937 chance_;
  std::int64_t position_ = 0;
  std::map<std::string, std::int64_t> versions_;
  int calls_ = 0;
};

TEST_F(PositionsTest, NoChangeIsMissedOrDoubledWhoeverWritesAndWatches) {
  std::atomic<std::int64_t> told = 0;
  std::atomic<std::int64_t> last = 0;
  std::vector<std::thread> writers, watching;
  for (int w = 0; w < kWriters; ++w) {
    writers.emplace_back([&, w] {
      std::mt19937 chance(1000 + w);
      int mine = 0;
      for (int i = 0; i < kTransactions; ++i) {
        EXPECT_OK(WriteOnce(replicas_[w % 2]->feed(), chance, mine));
      }
      told += mine;
    });
  }
  std::vector<Watcher> watchers;
  for (int i = 0; i < kWatchers; ++i) watchers.emplace_back(2000 + i);
  for (Watcher& watcher : watchers) {
    watching.emplace_back([&] { watcher.Run(replicas_, last); });
  }
  for (std::thread& writer : writers) writer.join();
  // Ends watchers that wait for more.
  ASSERT_OK(Tell(replicas_[0]->feed(), "others/1", 0));
  last = told + 1;
  ASSERT_OK(Tell(replicas_[1]->feed(), "others/1", 0));
  for (std::thread& thread : watching) thread.join();

  for (const Watcher& watcher : watchers) {
    EXPECT_GE(watcher.position(), last);
    EXPECT_GE(watcher.calls(), 1);
  }
  EXPECT_TRUE(Eventually([&] {
    return replicas_[0]->source().newest_position() == told + 2 &&
           replicas_[1]->source().newest_position() == told + 2;
  }));
  EXPECT_GT(told, kWriters * kTransactions);

  // The table itself: 1 … N, and as many as the writers told.
  ASSERT_OK_AND_ASSIGN(
      std::string range,
      mysql::Read(schema_.pool(), Soon(),
                  [](mysql::Reader& reader) -> absl::StatusOr<std::string> {
                    RASOAT_ASSIGN_OR_RETURN(
                        auto row,
                        reader.QueryOne(
                            "SELECT MIN(position), MAX(position), COUNT(*)"
                            " FROM feed_change",
                            [](const mysql::Row& r) {
                              return absl::StrCat(r.Int(0), " ", r.Int(1), " ",
                                                  r.Int(2));
                            }));
                    return *row;
                  }));
  EXPECT_EQ(range, absl::StrCat("1 ", told + 2, " ", told + 2));
}

TEST_F(PositionsTest, ARolledBackTransactionLeavesNoGap) {
  Feed& feed = replicas_[0]->feed();
  ASSERT_OK(Tell(feed, "things/1", 1));
  EXPECT_THAT(
      InTransaction(feed, Soon(),
                    [&](mysql::Transaction& tx, Changes& changes) {
                      changes.Add("things/1", "", Int64Value());
                      EXPECT_OK(feed.Append(tx, changes));  // positions taken
                      return Error(absl::StatusCode::kInternal, "NO", "no");
                    }),
      StatusIs(absl::StatusCode::kInternal, "NO"));
  ASSERT_OK(Tell(feed, "things/1", 2));

  v1::WatchRequest request;
  request.set_until_now(true);
  std::vector<v1::Change> changes =
      Watching(replicas_[0]->Channel(), request).Until(2);
  ASSERT_EQ(changes.size(), 2u);
  EXPECT_EQ(changes[1].position(), 2);
}

TEST_F(PositionsTest, NothingToTellTakesNoPosition) {
  EXPECT_OK(InTransaction(
      replicas_[0]->feed(), Soon(),
      [](mysql::Transaction&, Changes&) { return absl::OkStatus(); }));
  ASSERT_OK(Tell(replicas_[0]->feed(), "things/1", 1));
  EXPECT_TRUE(Eventually(
      [&] { return replicas_[0]->source().newest_position() == 1; }));
}

TEST_F(PositionsTest, TheBodysValueIsPassedOn) {
  absl::StatusOr<int> value = InTransaction(
      replicas_[0]->feed(), Soon(),
      [](mysql::Transaction&, Changes&) -> absl::StatusOr<int> { return 7; });
  ASSERT_OK(value);
  EXPECT_EQ(*value, 7);
}

TEST_F(PositionsTest, AConflictRunsTheBodyAgainWithEmptyChanges) {
  int runs = 0;
  ASSERT_OK(InTransaction(
      replicas_[0]->feed(), Soon(), [&](mysql::Transaction&, Changes& changes) {
        EXPECT_TRUE(changes.empty());
        changes.Add("things/1", "", Int64Value());
        if (++runs == 1) {
          return Error(absl::StatusCode::kAborted, "LOCK_CONFLICT", "again");
        }
        return absl::OkStatus();
      }));
  EXPECT_EQ(runs, 2);
  EXPECT_TRUE(Eventually(
      [&] { return replicas_[1]->source().newest_position() == 1; }));
}

TEST_F(PositionsTest, WhatIsTooLongFailsTheTransaction) {
  EXPECT_THAT(Tell(replicas_[0]->feed(), std::string(129, 's'), 1),
              StatusIs(absl::StatusCode::kInternal, "CHANGE_MALFORMED"));
}

}  // namespace
}  // namespace rasoat::feed
