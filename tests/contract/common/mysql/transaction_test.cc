#include "services/common/mysql/transaction.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "services/common/clock/clock.h"
#include "tests/support/scratch_schema.h"
#include "tests/support/status_matchers.h"

namespace rasoat::mysql {
namespace {

using absl::StatusCode;

constexpr char kInsert[] = "INSERT INTO t (id, n) VALUES (?, ?)";
constexpr char kAddOne[] = "UPDATE t SET n = n + 1 WHERE id = ?";
constexpr char kCount[] = "SELECT COUNT(*) FROM t";
constexpr char kConnection[] = "SELECT CONNECTION_ID()";

std::int64_t FirstInt(const Row& row) { return row.Int(0); }

class TransactionTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(schema_.ok());
    schema_.Run(
        "CREATE TABLE t (id BIGINT PRIMARY KEY, n BIGINT NOT NULL,"
        " UNIQUE KEY t_by_n (n));\n"
        "CREATE TABLE child (id BIGINT PRIMARY KEY, parent BIGINT NOT NULL,"
        " FOREIGN KEY (parent) REFERENCES t (id));\n"
        "INSERT INTO t VALUES (1, 10), (2, 20)");
  }

  absl::Time Soon() const { return clock_.Now() + absl::Seconds(20); }
  std::int64_t Rows() { return One(kCount); }
  std::int64_t One(absl::string_view sql) {
    auto got = Read(schema_.pool(), Soon(), [&](Reader& reader) {
      return reader.QueryOne(sql, FirstInt);
    });
    EXPECT_OK(got);
    return got.ok() && *got ? **got : -1;
  }
  /// Ends another session, as a server that restarts would.
  void Kill(std::int64_t connection) {
    schema_.Run(absl::StrCat("KILL CONNECTION ", connection));
  }

  const SystemClock clock_;
  ScratchSchema schema_;
};

TEST_F(TransactionTest, Commits) {
  EXPECT_OK(InTransaction(schema_.pool(), Soon(), [](Transaction& tx) {
    return tx.Execute(kInsert, 3, 30).status();
  }));
  EXPECT_EQ(Rows(), 3);
}

TEST_F(TransactionTest, RollsBackWhenTheBodyRefuses) {
  EXPECT_THAT(InTransaction(schema_.pool(), Soon(),
                            [](Transaction& tx) -> absl::Status {
                              RASOAT_RETURN_IF_ERROR(
                                  tx.Execute(kInsert, 3, 30).status());
                              return Error(StatusCode::kFailedPrecondition,
                                           "NOT_NOW", "not now");
                            }),
              StatusIs(StatusCode::kFailedPrecondition, "NOT_NOW"));
  EXPECT_EQ(Rows(), 2);
}

TEST_F(TransactionTest, RollsBackWhenLeftOpen) {
  {
    auto session = schema_.pool().Acquire(Soon());
    ASSERT_OK(session);
    Transaction tx(*session, Soon());
    ASSERT_OK(tx.Begin());
    ASSERT_OK(tx.Execute(kInsert, 3, 30));
  }
  EXPECT_EQ(Rows(), 2);
  EXPECT_EQ(schema_.pool().Use().open, schema_.pool().Use().idle);
}

TEST_F(TransactionTest, RefusesAccessAfterCommit) {
  auto session = schema_.pool().Acquire(Soon());
  ASSERT_OK(session);
  Transaction tx(*session, Soon());
  ASSERT_OK(tx.Begin());
  ASSERT_OK(tx.Execute(kInsert, 3, 30));
  ASSERT_OK(tx.Commit());
  const auto over = StatusIs(StatusCode::kInternal, "TRANSACTION_OVER");
  EXPECT_THAT(tx.Execute(kInsert, 4, 40), over);
  EXPECT_THAT(tx.QueryOne(kCount, FirstInt), over);
  EXPECT_THAT(tx.Commit(), over);
}

TEST_F(TransactionTest, CountsMatchedNotChangedRows) {
  const auto matched =
      InTransaction(schema_.pool(), Soon(), [](Transaction& tx) {
        return tx.Execute("UPDATE t SET n = n WHERE id IN (?, ?, ?)", 1, 2, 3);
      });
  ASSERT_OK(matched);
  EXPECT_EQ(*matched, 2);
}

TEST_F(TransactionTest, QueryOneGivesNulloptForNoRow) {
  const auto none = Read(schema_.pool(), Soon(), [](Reader& reader) {
    return reader.QueryOne("SELECT n FROM t WHERE id = ?", FirstInt, 99);
  });
  ASSERT_OK(none);
  EXPECT_FALSE(none->has_value());
}

TEST_F(TransactionTest, QueryKeepsTheOrder) {
  const auto all = Read(schema_.pool(), Soon(), [](Reader& reader) {
    return reader.Query("SELECT n FROM t ORDER BY id DESC", FirstInt);
  });
  ASSERT_OK(all);
  EXPECT_THAT(*all, testing::ElementsAre(20, 10));
}

TEST_F(TransactionTest, ADuplicateNamesItsKey) {
  const absl::Status twice = InTransaction(
      schema_.pool(), Soon(),
      [](Transaction& tx) { return tx.Execute(kInsert, 3, 10).status(); });
  EXPECT_THAT(twice, StatusIs(StatusCode::kAlreadyExists, "DUPLICATE_KEY"));
  EXPECT_EQ(KeyOf(twice), "t_by_n");
  const absl::Status primary =
      InTransaction(schema_.pool(), Soon(), [](Transaction& tx) {
        return tx
            .InsertRows("INSERT INTO t (id, n) VALUES", 1, 2,
                        [](std::size_t, Params& out) { out.AddAll(1, 11); })
            .status();
      });
  EXPECT_EQ(KeyOf(primary), "PRIMARY");
}

TEST_F(TransactionTest, ABrokenReferenceIsAPrecondition) {
  EXPECT_THAT(InTransaction(schema_.pool(), Soon(),
                            [](Transaction& tx) {
                              return tx.Execute(
                                  "INSERT INTO child VALUES (1, ?)", 99);
                            }),
              StatusIs(StatusCode::kFailedPrecondition, "REFERENCE_BROKEN"));
}

TEST_F(TransactionTest, AMistakeInAStatementIsInternalAndQuotesNothing) {
  const auto wrong = Read(schema_.pool(), Soon(), [](Reader& reader) {
    return reader.Query("SELECT secret FROM nowhere", FirstInt);
  });
  EXPECT_THAT(wrong, StatusIs(StatusCode::kInternal, "DATABASE_ERROR"));
  EXPECT_EQ(wrong.status().message(), "database error 1146");
  // The server answered: the session is still good.
  EXPECT_EQ(schema_.pool().Use().open, schema_.pool().Use().idle);
}

TEST_F(TransactionTest, NothingStartsAfterTheDeadline) {
  EXPECT_THAT(
      Read(schema_.pool(), clock_.Now() - absl::Seconds(1),
           [](Reader& reader) { return reader.QueryOne(kCount, FirstInt); }),
      StatusIs(StatusCode::kDeadlineExceeded, "STATEMENT_TIMEOUT"));
}

TEST_F(TransactionTest, ALongStatementIsEndedByTheServer) {
  PoolOptions options = schema_.options();
  options.statement_limit = absl::Milliseconds(200);
  Pool pool(options);
  // Unbounded on purpose: only the limit ends it.
  const auto ended = Read(pool, Soon(), [](Reader& reader) {
    return reader.QueryOne(
        "SELECT COUNT(*) FROM information_schema.collations a,"
        " information_schema.collations b, information_schema.collations c,"
        " information_schema.collations d WHERE a.id + b.id + c.id = d.id",
        FirstInt);
  });
  EXPECT_THAT(ended,
              StatusIs(StatusCode::kDeadlineExceeded, "STATEMENT_TIMEOUT"));
  EXPECT_EQ(pool.Use().idle, 1);
}

TEST_F(TransactionTest, ALockConflictIsTriedAgain) {
  // Two transactions take two rows in opposite order: one is the victim of the
  // deadlock, runs again, and both sums come out right.
  absl::Notification first_holds, second_holds;
  int runs[2] = {0, 0};
  const auto move = [&](int which, std::int64_t from, std::int64_t to) {
    return InTransaction(
        schema_.pool(), Soon(), [&](Transaction& tx) -> absl::Status {
          const bool first_run = ++runs[which] == 1;
          RASOAT_RETURN_IF_ERROR(tx.Execute(kAddOne, from).status());
          if (first_run) {
            (which == 0 ? first_holds : second_holds).Notify();
            (which == 0 ? second_holds : first_holds).WaitForNotification();
          }
          return tx.Execute(kAddOne, to).status();
        });
  };
  absl::Status other;
  std::thread thread([&] { other = move(1, 2, 1); });
  EXPECT_OK(move(0, 1, 2));
  thread.join();
  EXPECT_OK(other);
  EXPECT_EQ(runs[0] + runs[1], 3);
  EXPECT_EQ(One("SELECT SUM(n) FROM t"), 34);
}

TEST_F(TransactionTest, AConflictIsTriedThreeTimesAtMost) {
  int runs = 0;
  EXPECT_THAT(InTransaction(schema_.pool(), Soon(),
                            [&](Transaction&) -> absl::Status {
                              ++runs;
                              return Error(StatusCode::kAborted,
                                           "LOCK_CONFLICT", "");
                            }),
              StatusIs(StatusCode::kAborted, "LOCK_CONFLICT"));
  EXPECT_EQ(runs, 3);
}

TEST_F(TransactionTest, AnotherAbortIsNotTriedAgain) {
  int runs = 0;
  EXPECT_THAT(InTransaction(schema_.pool(), Soon(),
                            [&](Transaction&) -> absl::Status {
                              ++runs;
                              return Error(StatusCode::kAborted,
                                           "STALE_REVISION", "");
                            }),
              StatusIs(StatusCode::kAborted, "STALE_REVISION"));
  EXPECT_EQ(runs, 1);
}

TEST_F(TransactionTest, AHeldLockIsGivenUp) {
  PoolOptions options = schema_.options();
  options.lock_wait = absl::Seconds(1);
  Pool impatient(options);
  auto holder = schema_.pool().Acquire(Soon());
  ASSERT_OK(holder);
  Transaction held(*holder, Soon());
  ASSERT_OK(held.Begin());
  ASSERT_OK(held.Execute(kAddOne, 1));
  auto session = impatient.Acquire(Soon());
  ASSERT_OK(session);
  Transaction tx(*session, Soon());
  ASSERT_OK(tx.Begin());
  const auto conflict = StatusIs(StatusCode::kAborted, "LOCK_CONFLICT");
  EXPECT_THAT(tx.Execute(kAddOne, 1), conflict);
  // Whoever ignores it gets no further.
  EXPECT_THAT(tx.Execute(kAddOne, 2), conflict);
  EXPECT_THAT(tx.Commit(), conflict);
}

TEST_F(TransactionTest, ALostConnectionIsReportedOnceAndReplaced) {
  EXPECT_THAT(InTransaction(schema_.pool(), Soon(),
                            [&](Transaction& tx) -> absl::Status {
                              auto id = tx.QueryOne(kConnection, FirstInt);
                              RASOAT_RETURN_IF_ERROR(id.status());
                              Kill(**id);
                              return tx.Execute(kInsert, 3, 30).status();
                            }),
              StatusIs(StatusCode::kUnavailable, "DATABASE_UNREACHABLE"));
  EXPECT_OK(InTransaction(schema_.pool(), Soon(), [](Transaction& tx) {
    return tx.Execute(kInsert, 3, 30).status();
  }));
  EXPECT_EQ(Rows(), 3);
}

TEST_F(TransactionTest, AConnectionLostWhileIdleCostsNothing) {
  Pool pool(schema_.options());
  const auto id = Read(pool, Soon(), [](Reader& reader) {
    return reader.QueryOne(kConnection, FirstInt);
  });
  ASSERT_OK(id);
  Kill(**id);
  int runs = 0;
  EXPECT_OK(InTransaction(pool, Soon(), [&](Transaction& tx) {
    ++runs;
    return tx.Execute(kInsert, 3, 30).status();
  }));
  EXPECT_EQ(runs, 1);
}

TEST_F(TransactionTest, ALossWhileCommittingIsUnknown) {
  int runs = 0;
  EXPECT_THAT(InTransaction(schema_.pool(), Soon(),
                            [&](Transaction& tx) -> absl::Status {
                              ++runs;
                              auto id = tx.QueryOne(kConnection, FirstInt);
                              RASOAT_RETURN_IF_ERROR(id.status());
                              RASOAT_RETURN_IF_ERROR(
                                  tx.Execute(kInsert, 3, 30).status());
                              Kill(**id);
                              return absl::OkStatus();
                            }),
              StatusIs(StatusCode::kUnknown, "COMMIT_OUTCOME_UNKNOWN"));
  EXPECT_EQ(runs, 1);
}

TEST_F(TransactionTest, SessionsKeepTheirPromises) {
  const auto settings = Read(schema_.pool(), Soon(), [](Reader& reader) {
    return reader.QueryOne(
        "SELECT @@character_set_connection c, @@time_zone z, @@autocommit a,"
        " @@innodb_lock_wait_timeout w, @@sql_mode m",
        [](const Row& row) {
          return absl::StrCat(row.Text("c"), " ", row.Text("z"), " ",
                              row.Int("a"), " ", row.Int("w"), " ",
                              row.Text("m").substr(0, 17));
        });
  });
  ASSERT_OK(settings);
  EXPECT_EQ(**settings, "utf8mb4 +00:00 1 5 STRICT_ALL_TABLES");
}

TEST_F(TransactionTest, ReadsWhatOthersHaveCommittedMeanwhile) {
  EXPECT_OK(InTransaction(
      schema_.pool(), Soon(), [&](Transaction& tx) -> absl::Status {
        RASOAT_RETURN_IF_ERROR(tx.QueryOne(kCount, FirstInt).status());
        schema_.Run("INSERT INTO t VALUES (3, 30)");
        RASOAT_ASSIGN_OR_RETURN(auto count, tx.QueryOne(kCount, FirstInt));
        EXPECT_EQ(*count, 3);  // READ COMMITTED, not a snapshot
        return absl::OkStatus();
      }));
}

}  // namespace
}  // namespace rasoat::mysql
