// The access log on MariaDB: its chains, and what tampering leaves behind.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "services/common/clock/clock.h"
#include "services/registry/store/mysql_access_store.h"
#include "tests/support/data_keys.h"
#include "tests/support/registry/samples.h"
#include "tests/support/scratch_schema.h"
#include "tests/support/status_matchers.h"

namespace rasoat::registry {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr AccessCursor kFromTheEnd{absl::InfiniteFuture(), {-1, 0}};

class AccessStoreTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(schema_.ok()); }

  static absl::Time Soon() { return SystemClock().Now() + absl::Seconds(30); }
  static absl::Time At(int second) { return absl::FromUnixSeconds(second); }

  static AccessEntry Entry(int second, std::vector<std::uint64_t> households,
                           const std::string& subject = "staff/an") {
    AccessEntry entry{.time = At(second) + absl::Nanoseconds(1234567),
                      .subject = subject,
                      .authority = "ROLE_DISTRICT_OFFICER@213",
                      .method = "rasoat.registry.v1.Households/GetHousehold",
                      .request_id = "req-1",
                      .purpose = "Thanh tra đợt 2",
                      .scope = "areas/07207001"};
    for (const std::uint64_t number : households) {
      entry.households.push_back(IdNumber<HouseholdId>(number));
    }
    return entry;
  }
  /// Five entries of shard 3.
  void Fill() {
    for (int i = 1; i <= 5; ++i) {
      ASSERT_OK(store_.Append(Entry(i, {1, static_cast<std::uint64_t>(i) + 1}),
                              Soon()));
    }
  }
  void Run(const std::string& sql) {
    ASSERT_OK(mysql::InTransaction(schema_.pool(), Soon(),
                                   [&](mysql::Transaction& tx) -> absl::Status {
                                     return tx.Execute(sql).status();
                                   }));
  }
  /// The walk along all chains, a few entries at a time.
  AccessWalk WalkAll(MySqlAccessStore& store, int at_once = 2) {
    AccessWalk all{.next = AccessPlace{0, 0}};
    while (all.next && !all.broken) {
      const auto walk = store.Walk(*all.next, at_once, Soon());
      EXPECT_OK(walk);
      if (!walk.ok()) break;
      all.checked += walk->checked;
      all.broken = walk->broken;
      all.next = walk->next;
    }
    return all;
  }
  std::vector<std::int64_t> PositionsOf(const AccessFilter& filter,
                                        const AccessCursor& before,
                                        int limit = 10) {
    const auto found = store_.List(filter, before, limit, Soon());
    EXPECT_OK(found);
    std::vector<std::int64_t> positions;
    if (!found.ok()) return positions;
    for (const KeptAccess& kept : *found) {
      positions.push_back(kept.place.position);
    }
    return positions;
  }

  ScratchSchema schema_{"services/registry/migrations"};
  crypto::BlindIndex key_ = TestBlindIndex();
  MySqlAccessStore store_{schema_.pool(), key_, 3};
};

TEST_F(AccessStoreTest, GivesBackWhatWasWritten) {
  ASSERT_OK(store_.Append(Entry(7, {2, 5}), Soon()));
  ASSERT_OK_AND_ASSIGN(const auto found,
                       store_.List({}, kFromTheEnd, 10, Soon()));
  ASSERT_THAT(found, SizeIs(1));
  AccessEntry want = Entry(7, {2, 5});
  want.time = absl::FromUnixMicros(absl::ToUnixMicros(want.time));
  EXPECT_EQ(found[0].entry, want);
  EXPECT_EQ(found[0].place, (AccessPlace{3, 1}));
}

TEST_F(AccessStoreTest, ListsTheNewestFirstByHouseholdPersonAndTime) {
  Fill();
  ASSERT_OK(store_.Append(Entry(6, {9}, "staff/ba"), Soon()));
  AccessEntry stream = Entry(7, {}, "staff/ba");
  stream.whole_scope = true;
  stream.scope = "areas/07207";
  ASSERT_OK(store_.Append(stream, Soon()));

  EXPECT_THAT(PositionsOf({}, kFromTheEnd), ElementsAre(7, 6, 5, 4, 3, 2, 1));
  EXPECT_THAT(PositionsOf({}, kFromTheEnd, 2), ElementsAre(7, 6));
  AccessFilter filter{.household = IdNumber<HouseholdId>(1)};
  EXPECT_THAT(PositionsOf(filter, kFromTheEnd), ElementsAre(5, 4, 3, 2, 1));
  filter.scopes = {"areas/07207001", "areas/07207"};
  EXPECT_THAT(PositionsOf(filter, kFromTheEnd), ElementsAre(7, 5, 4, 3, 2, 1));
  filter.start = At(3);
  EXPECT_THAT(PositionsOf(filter, kFromTheEnd), ElementsAre(7, 5, 4, 3));
  EXPECT_THAT(PositionsOf(filter, {At(5), {-1, 0}}), ElementsAre(4, 3));
  // On from an entry, by its very time and place.
  ASSERT_OK_AND_ASSIGN(const auto found,
                       store_.List(filter, kFromTheEnd, 2, Soon()));
  ASSERT_THAT(found, SizeIs(2));
  EXPECT_THAT(PositionsOf(filter, {found[1].entry.time, found[1].place}),
              ElementsAre(4, 3));
  EXPECT_THAT(PositionsOf({.subject = "staff/ba"}, kFromTheEnd),
              ElementsAre(7, 6));
}

TEST_F(AccessStoreTest, WritersAtTheSameTimeShareChainsThatHold) {
  MySqlAccessStore other(schema_.pool(), key_, 3);
  constexpr int kThreads = 8;
  constexpr int kEach = 25;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      MySqlAccessStore& store = t % 2 == 0 ? store_ : other;
      for (int i = 0; i < kEach; ++i) {
        EXPECT_OK(store.Append(Entry(i, {1}), Soon()));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  const AccessWalk walk = WalkAll(store_, 30);
  EXPECT_EQ(walk.broken, std::nullopt);
  EXPECT_EQ(walk.checked, kThreads * kEach);
  ASSERT_OK_AND_ASSIGN(const auto heads, store_.Heads(Soon()));
  ASSERT_THAT(heads, SizeIs(1));
  EXPECT_EQ(heads[0].place, (AccessPlace{3, kThreads * kEach}));
}

TEST_F(AccessStoreTest, AnEmptyLogHolds) {
  EXPECT_EQ(WalkAll(store_).broken, std::nullopt);
  EXPECT_EQ(WalkAll(store_).checked, 0);
}

struct Tampering {
  const char* name;
  const char* sql;
  AccessBreak want;
};

class TamperingTest : public AccessStoreTest,
                      public testing::WithParamInterface<Tampering> {};

TEST_P(TamperingTest, IsFound) {
  Fill();
  EXPECT_EQ(WalkAll(store_).broken, std::nullopt);
  EXPECT_EQ(WalkAll(store_).checked, 5);
  Run(GetParam().sql);
  EXPECT_EQ(WalkAll(store_).broken, GetParam().want);
  EXPECT_EQ(WalkAll(store_, 100).broken, GetParam().want);
}

INSTANTIATE_TEST_SUITE_P(
    BySql, TamperingTest,
    testing::Values(
        Tampering{"AnotherPerson",
                  "UPDATE access_entry SET subject = 'staff/x' WHERE position "
                  "= 2",
                  {{3, 2}, AccessFault::kChanged}},
        Tampering{"AnotherPurpose",
                  "UPDATE access_entry SET purpose = '' WHERE position = 5",
                  {{3, 5}, AccessFault::kChanged}},
        Tampering{"AnotherTime",
                  "UPDATE access_entry SET time = time + INTERVAL 1 SECOND "
                  "WHERE position = 1",
                  {{3, 1}, AccessFault::kChanged}},
        Tampering{"AHouseholdTakenOut",
                  "DELETE FROM access_household WHERE position = 3 AND "
                  "household_id = UNHEX('00000000000000000000000000000001')",
                  {{3, 3}, AccessFault::kChanged}},
        Tampering{"AHouseholdPutIn",
                  "INSERT INTO access_household SELECT "
                  "UNHEX('00000000000000000000000000000063'), time, shard, "
                  "position FROM access_entry WHERE position = 4",
                  {{3, 4}, AccessFault::kChanged}},
        Tampering{"AHouseholdFiledElsewhen",
                  "UPDATE access_household SET time = time - INTERVAL 1 YEAR "
                  "WHERE position = 2 AND household_id = "
                  "UNHEX('00000000000000000000000000000001')",
                  {{3, 2}, AccessFault::kChanged}},
        Tampering{"AnEntryTakenOut",
                  "DELETE FROM access_entry WHERE position = 3",
                  {{3, 3}, AccessFault::kMissing}},
        Tampering{"TheLastEntryTakenOut",
                  "DELETE FROM access_entry WHERE position = 5",
                  {{3, 5}, AccessFault::kMissing}},
        Tampering{"TwoEntriesSwapped",
                  "UPDATE access_entry SET position = CASE position WHEN 2 "
                  "THEN 20 ELSE 2 END WHERE position IN (2, 3) ORDER BY "
                  "position",
                  {{3, 2}, AccessFault::kChanged}},
        Tampering{"AnEntryAfterTheEnd",
                  "INSERT INTO access_entry SELECT shard, 6, time, subject, "
                  "authority, method, request_id, purpose, scope, whole_scope, "
                  "household_count, proof FROM access_entry WHERE position = 5",
                  {{3, 6}, AccessFault::kInserted}},
        Tampering{"AnEntryInAnotherChain",
                  "INSERT INTO access_entry SELECT 7, 1, time, subject, "
                  "authority, method, request_id, purpose, scope, whole_scope, "
                  "household_count, proof FROM access_entry WHERE position = 1",
                  {{7, 1}, AccessFault::kEnd}},
        Tampering{"AnEntryInNoChain",
                  "INSERT INTO access_entry SELECT 77, 1, time, subject, "
                  "authority, method, request_id, purpose, scope, whole_scope, "
                  "household_count, proof FROM access_entry WHERE position = 1",
                  {{77, 1}, AccessFault::kInserted}},
        Tampering{"TheEndMovedBack",
                  "UPDATE access_chain SET position = 4, proof = (SELECT proof "
                  "FROM access_entry WHERE position = 4)",
                  {{3, 4}, AccessFault::kEnd}},
        Tampering{"TheEndTakenAway",
                  "DELETE FROM access_chain",
                  {{3, 1}, AccessFault::kEnd}}),
    [](const auto& info) { return std::string(info.param.name); });

TEST_F(AccessStoreTest, ABrokenEndIsLeftAloneAndTheNextChainTaken) {
  Fill();
  Run("DELETE FROM access_entry WHERE position = 5");
  Run("UPDATE access_chain SET position = 4, proof = (SELECT proof FROM "
      "access_entry WHERE position = 4)");
  ASSERT_OK(store_.Append(Entry(9, {1}), Soon()));
  ASSERT_OK_AND_ASSIGN(const auto found,
                       store_.List({}, kFromTheEnd, 1, Soon()));
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].place, (AccessPlace{4, 1}));
  EXPECT_EQ(WalkAll(store_).broken, (AccessBreak{{3, 4}, AccessFault::kEnd}));
}

TEST_F(AccessStoreTest, ANotedHeadFindsAChainPutBackAsAWhole) {
  Fill();
  ASSERT_OK_AND_ASSIGN(const auto heads, store_.Heads(Soon()));
  ASSERT_THAT(heads, SizeIs(1));
  ASSERT_OK_AND_ASSIGN(auto broken, store_.Compare(heads[0], Soon()));
  EXPECT_EQ(broken, std::nullopt);
  Run("DELETE FROM access_chain");
  Run("DELETE FROM access_entry");
  Run("DELETE FROM access_household");
  EXPECT_EQ(WalkAll(store_).broken, std::nullopt);
  ASSERT_OK_AND_ASSIGN(broken, store_.Compare(heads[0], Soon()));
  EXPECT_EQ(broken, (AccessBreak{{3, 5}, AccessFault::kMissing}));
  for (int i = 1; i <= 5; ++i) {
    ASSERT_OK(store_.Append(Entry(i, {7}), Soon()));
  }
  ASSERT_OK_AND_ASSIGN(broken, store_.Compare(heads[0], Soon()));
  EXPECT_EQ(broken, (AccessBreak{{3, 5}, AccessFault::kChanged}));
}

}  // namespace
}  // namespace rasoat::registry
