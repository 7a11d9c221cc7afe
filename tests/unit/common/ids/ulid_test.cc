#include "services/common/ids/ulid.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <thread>
#include <vector>

#include "tests/support/counted_ids.h"
#include "tests/support/fake_clock.h"
#include "tests/support/status_matchers.h"

namespace rasoat {
namespace {

TEST(UlidTest, WritesTheKnownForms) {
  EXPECT_EQ(Ulid{}.ToString(), "00000000000000000000000000");
  Ulid highest;
  highest.bytes.fill(0xFF);
  EXPECT_EQ(highest.ToString(), "7ZZZZZZZZZZZZZZZZZZZZZZZZZ");
  Ulid id;
  id.bytes = {0x01, 0x56, 0x3D, 0xF3, 0x64, 0x81, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
  // 01563DF36481 hex is 1469918176385 ms; the last bit is the last character.
  EXPECT_EQ(id.ToString(), "01ARYZ6S410000000000000001");
  EXPECT_EQ(absl::ToUnixMillis(id.Time()), 1469918176385);
}

TEST(UlidTest, ReadsWhatItWrote) {
  FakeClock clock;
  RandomIdSource ids(clock);
  for (int i = 0; i < 1000; ++i) {
    const Ulid id = ids.Next();
    ASSERT_OK_AND_ASSIGN(const Ulid parsed, ParseUlid(id.ToString()));
    ASSERT_OK_AND_ASSIGN(const Ulid stored, Ulid::FromBytes(id.ToBytes()));
    ASSERT_EQ(parsed, id);
    ASSERT_EQ(stored, id);
  }
}

TEST(UlidTest, TextAndBytesSortAsTheValuesDo) {
  FakeClock clock;
  RandomIdSource ids(clock);
  for (int i = 0; i < 200; ++i) {
    const Ulid a = ids.Next();
    if (i % 7 == 0) clock.Advance(absl::Milliseconds(3));
    const Ulid b = ids.Next();
    ASSERT_LT(a, b);
    ASSERT_LT(a.ToString(), b.ToString());
    ASSERT_LT(a.ToBytes(), b.ToBytes());
  }
}

class MalformedUlidTest : public testing::TestWithParam<const char*> {};

TEST_P(MalformedUlidTest, IsRefusedInBothLanguages) {
  const absl::StatusOr<Ulid> id = ParseUlid(GetParam(), "household.name");
  EXPECT_THAT(id,
              StatusIs(absl::StatusCode::kInvalidArgument, "ULID_MALFORMED"));
  const std::vector<Violation> violations = ViolationsOf(id.status());
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_EQ(violations[0].field, "household.name");
  EXPECT_FALSE(violations[0].vi.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Spellings, MalformedUlidTest,
    testing::Values("", "01ARYZ6S41000000000000000",
                    "01ARYZ6S4100000000000000011",
                    "01aryz6s410000000000000001",  // lower case
                    "01ARYZ6S41000000000000000I",  // I L O U are no digits
                    "01ARYZ6S41000000000000000L", "01ARYZ6S41000000000000000O",
                    "01ARYZ6S41000000000000000U",
                    "8ZZZZZZZZZZZZZZZZZZZZZZZZZ",  // 131 bits
                    "01ARYZ6S4100000000000000-1",
                    " 1ARYZ6S410000000000000001"));

TEST(UlidTest, RefusesAnotherNumberOfBytes) {
  EXPECT_THAT(Ulid::FromBytes("short"),
              StatusIs(absl::StatusCode::kInvalidArgument, "ULID_MALFORMED"));
  EXPECT_THAT(Ulid::FromBytes(std::string(17, '\0')),
              StatusIs(absl::StatusCode::kInvalidArgument, "ULID_MALFORMED"));
}

TEST(RandomIdSourceTest, CarriesTheTimeToTheMillisecond) {
  FakeClock clock;
  RandomIdSource ids(clock);
  clock.Advance(absl::Microseconds(1999));
  EXPECT_EQ(absl::ToUnixMillis(ids.Next().Time()),
            absl::ToUnixMillis(clock.Now()));
}

TEST(RandomIdSourceTest, KeepsRisingWhenTheClockStepsBack) {
  FakeClock clock;
  RandomIdSource ids(clock);
  const Ulid before = ids.Next();
  clock.Advance(-absl::Hours(1));
  const Ulid after = ids.Next();
  EXPECT_LT(before, after);
  EXPECT_EQ(before.Time(), after.Time());
}

TEST(RandomIdSourceTest, TwoSourcesDoNotMeet) {
  FakeClock clock;
  RandomIdSource one(clock), two(clock);
  std::set<Ulid> seen;
  for (int i = 0; i < 1000; ++i) {
    EXPECT_TRUE(seen.insert(one.Next()).second);
    EXPECT_TRUE(seen.insert(two.Next()).second);
  }
}

TEST(RandomIdSourceTest, RisesForEveryThread) {
  constexpr int kThreads = 4, kEach = 5000;
  const SystemClock clock;
  RandomIdSource ids(clock);
  std::vector<std::vector<Ulid>> made(kThreads);
  std::vector<std::thread> threads;
  for (std::vector<Ulid>& mine : made) {
    threads.emplace_back([&ids, &mine] {
      for (int i = 0; i < kEach; ++i) mine.push_back(ids.Next());
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::set<Ulid> all;
  for (const std::vector<Ulid>& mine : made) {
    EXPECT_TRUE(std::is_sorted(mine.begin(), mine.end()));
    all.insert(mine.begin(), mine.end());
  }
  EXPECT_EQ(all.size(), std::size_t{kThreads * kEach});
}

TEST(CountedIdsTest, CanBeForetold) {
  CountedIds ids;
  EXPECT_EQ(ids.Next(), CountedIds::Of(1));
  EXPECT_EQ(ids.Next().ToString(), "00000000000000000000000002");
}

}  // namespace
}  // namespace rasoat
