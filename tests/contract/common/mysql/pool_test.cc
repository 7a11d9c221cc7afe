#include "services/common/mysql/pool.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <optional>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/clock/clock.h"
#include "services/common/mysql/transaction.h"
#include "tests/support/scratch_schema.h"
#include "tests/support/status_matchers.h"

namespace rasoat::mysql {
namespace {

using absl::StatusCode;

std::int64_t FirstInt(const Row& row) { return row.Int(0); }

class PoolTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(schema_.ok()); }

  absl::Time Soon() const { return clock_.Now() + absl::Seconds(20); }
  PoolOptions OptionsFor(int sessions) const {
    PoolOptions options = schema_.options();
    options.max_sessions = sessions;
    return options;
  }
  std::int64_t ConnectionOf(Session& session) {
    Reader reader(session, Soon());
    auto id = reader.QueryOne("SELECT CONNECTION_ID()", FirstInt);
    EXPECT_OK(id);
    return id.ok() ? **id : -1;
  }

  const SystemClock clock_;
  ScratchSchema schema_;
};

TEST_F(PoolTest, OpensNothingUntilAsked) {
  Pool pool(OptionsFor(3));
  EXPECT_EQ(pool.Use().open, 0);
  EXPECT_OK(pool.Check(Soon()));
  EXPECT_EQ(pool.Use().open, 1);
  EXPECT_EQ(pool.Use().idle, 1);
  EXPECT_EQ(pool.Use().limit, 3);
}

TEST_F(PoolTest, LendsTheSessionUsedLast) {
  Pool pool(OptionsFor(3));
  std::int64_t last = 0;
  {
    auto a = pool.Acquire(Soon());
    ASSERT_OK(a);
    auto b = std::make_optional(pool.Acquire(Soon()));
    ASSERT_OK(*b);
    b.reset();  // back first
    last = ConnectionOf(*a);
  }
  auto again = pool.Acquire(Soon());
  ASSERT_OK(again);
  EXPECT_EQ(ConnectionOf(*again), last);
  EXPECT_EQ(pool.Use().open, 2);
}

TEST_F(PoolTest, IsExhaustedAtTheDeadline) {
  Pool pool(OptionsFor(1));
  auto only = pool.Acquire(Soon());
  ASSERT_OK(only);
  EXPECT_THAT(pool.Acquire(clock_.Now() + absl::Milliseconds(20)),
              StatusIs(StatusCode::kResourceExhausted, "POOL_EXHAUSTED"));
  EXPECT_EQ(pool.Use().waiting, 0);
}

TEST_F(PoolTest, AWaiterGetsWhatComesBack) {
  Pool pool(OptionsFor(1));
  auto only = std::make_optional(pool.Acquire(Soon()));
  ASSERT_OK(*only);
  const std::int64_t first = ConnectionOf(**only);
  std::thread waiter([&] {
    auto session = pool.Acquire(Soon());
    ASSERT_OK(session);
    EXPECT_EQ(ConnectionOf(*session), first);
  });
  while (pool.Use().waiting == 0) std::this_thread::yield();
  only.reset();
  waiter.join();
}

TEST_F(PoolTest, AWaiterMayReplaceABrokenOne) {
  Pool pool(OptionsFor(1));
  auto only = std::make_optional(pool.Acquire(Soon()));
  ASSERT_OK(*only);
  const std::int64_t first = ConnectionOf(**only);
  std::thread waiter([&] {
    auto session = pool.Acquire(Soon());
    ASSERT_OK(session);
    EXPECT_NE(ConnectionOf(*session), first);
  });
  while (pool.Use().waiting == 0) std::this_thread::yield();
  (*only)->MarkBroken();
  only.reset();
  waiter.join();
}

TEST_F(PoolTest, WhatSatIdleIsPinged) {
  PoolOptions options = OptionsFor(2);
  options.ping_after = -absl::Seconds(1);  // always
  Pool pool(options);
  std::int64_t first = 0;
  {
    auto session = pool.Acquire(Soon());
    ASSERT_OK(session);
    first = ConnectionOf(*session);
  }
  schema_.Run(absl::StrCat("KILL CONNECTION ", first));
  auto session = pool.Acquire(Soon());
  ASSERT_OK(session);
  EXPECT_NE(ConnectionOf(*session), first);
  EXPECT_EQ(pool.Use().open, 1);
}

TEST_F(PoolTest, OneLossMakesTheOthersSuspect) {
  Pool pool(OptionsFor(3));
  std::vector<std::int64_t> ids;
  {
    auto a = pool.Acquire(Soon());
    auto b = pool.Acquire(Soon());
    auto c = pool.Acquire(Soon());
    ASSERT_OK(a);
    ASSERT_OK(b);
    ASSERT_OK(c);
    for (auto* session : {&a, &b, &c}) ids.push_back(ConnectionOf(**session));
  }
  for (std::int64_t id : ids) {
    schema_.Run(absl::StrCat("KILL CONNECTION ", id));
  }
  const auto read = [&] {
    return Read(pool, Soon(), [](Reader& reader) {
      return reader.QueryOne("SELECT 1", FirstInt);
    });
  };
  EXPECT_THAT(read(),
              StatusIs(StatusCode::kUnavailable, "DATABASE_UNREACHABLE"));
  EXPECT_OK(read());
  EXPECT_EQ(pool.Use().open, 1);
}

TEST_F(PoolTest, AnUnreachableServerIsUnavailable) {
  PoolOptions options = OptionsFor(1);
  options.url = "unix:///nonexistent/mysqld.sock";
  Pool nowhere(options);
  EXPECT_THAT(nowhere.Check(Soon()),
              StatusIs(StatusCode::kUnavailable, "DATABASE_UNREACHABLE"));
  options = OptionsFor(1);
  options.password = "wrong";
  Pool refused(options);
  EXPECT_THAT(refused.Check(Soon()),
              StatusIs(StatusCode::kUnavailable, "DATABASE_UNREACHABLE"));
  EXPECT_EQ(refused.Use().open, 0);
}

TEST_F(PoolTest, SpeaksOverAUnixSocket) {
  auto socket = Read(schema_.pool(), Soon(), [](Reader& reader) {
    return reader.QueryOne("SELECT @@socket",
                           [](const Row& row) { return row.Text(0); });
  });
  ASSERT_OK(socket);
  PoolOptions options = OptionsFor(1);
  options.url = absl::StrCat("unix://", **socket);
  Pool pool(options);
  EXPECT_OK(pool.Check(Soon()));
}

TEST_F(PoolTest, KeepsPreparedStatements) {
  Pool pool(OptionsFor(1));
  const auto prepared = [&] {
    auto session = pool.Acquire(Soon());
    EXPECT_OK(session);
    Reader reader(*session, Soon());
    auto count = reader.QueryOne("SHOW SESSION STATUS LIKE 'Com_stmt_prepare'",
                                 [](const Row& row) { return row.Int(1); });
    EXPECT_OK(count);
    return count.ok() ? **count : -1;
  };
  const auto run = [&](int n) {
    EXPECT_OK(Read(pool, Soon(), [&](Reader& reader) {
      return reader.QueryOne(absl::StrCat("SELECT ? + ", n), FirstInt, 1);
    }));
  };
  prepared();
  run(0);
  const std::int64_t before = prepared();
  for (int i = 0; i < 10; ++i) run(0);
  EXPECT_EQ(prepared(), before);
  // Far more than are kept: the oldest make room and are prepared anew.
  for (int i = 1; i <= 200; ++i) run(i);
  EXPECT_EQ(prepared(), before + 201);  // the question itself made room too
  run(200);
  EXPECT_EQ(prepared(), before + 201);
  run(0);
  EXPECT_EQ(prepared(), before + 202);
}

TEST_F(PoolTest, ServesManyThreads) {
  constexpr int kThreads = 8, kEach = 50;
  schema_.Run("CREATE TABLE n (id BIGINT AUTO_INCREMENT PRIMARY KEY, t INT)");
  Pool pool(OptionsFor(3));
  std::atomic<int> failed = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < kEach; ++i) {
        failed += !InTransaction(pool, Soon(), [t](Transaction& tx) {
                     return tx.Execute("INSERT INTO n (t) VALUES (?)", t);
                   }).ok();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(failed, 0);
  const auto rows = Read(pool, Soon(), [](Reader& reader) {
    return reader.QueryOne("SELECT COUNT(*) FROM n", FirstInt);
  });
  ASSERT_OK(rows);
  EXPECT_EQ(**rows, kThreads * kEach);
  EXPECT_LE(pool.Use().open, 3);
}

}  // namespace
}  // namespace rasoat::mysql
