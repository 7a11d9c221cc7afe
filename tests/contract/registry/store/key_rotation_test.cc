// Rotation of the data keys on MariaDB: complete, resumable, and harmless to
// who writes meanwhile.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "services/registry/store/mysql_id_lists.h"
#include "services/registry/store/mysql_sealed_tables.h"
#include "tests/contract/registry/store/stores.h"
#include "tests/support/data_keys.h"

namespace rasoat::registry {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

constexpr std::uint64_t kHouseholds = 450;

/// One replica with some keys.
struct Replica {
  Replica(ScratchSchema& schema, crypto::KeyRing ring, const Clock& clock)
      : keys(std::move(ring)), feed(schema.pool(), clock) {}

  const crypto::KeyRing keys;
  const crypto::BlindIndex index = TestBlindIndex();
  ProtoRecordCodec codec;
  MySqlHouseholdRows rows{codec, keys, index};
  feed::Feed feed;
  MySqlHouseholdStore households{feed, rows, codec};
  MySqlSurveyRows survey_rows{codec, keys};
  MySqlVisitStore visits{feed, rows, survey_rows, codec};
};

class KeyRotationTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(schema_.ok());
    std::vector<NewVisit> visits;
    for (std::uint64_t i = 1; i <= kHouseholds; ++i) {
      visits.push_back({.household = SampleHousehold(i)});
    }
    ASSERT_OK(old_.visits.Take(visits, Soon()));
    for (std::uint64_t i = 1; i <= 3; ++i) ASSERT_OK(Edit(old_, i, "Xóm Hai"));
  }

  static absl::Time Soon() { return SystemClock().Now() + absl::Seconds(30); }
  static HouseholdId Id(std::uint64_t n) { return IdNumber<HouseholdId>(n); }

  absl::Status Edit(Replica& replica, std::uint64_t number,
                    const std::string& address) {
    return replica.households
        .Update(
            Id(number),
            [&](Household h) -> absl::StatusOr<Household> {
              h.address = address;
              return h;
            },
            Soon())
        .status();
  }
  template <class... Args>
  void Execute(const std::string& sql, const Args&... args) {
    ASSERT_OK(mysql::InTransaction(schema_.pool(), Soon(),
                                   [&](mysql::Transaction& tx) {
                                     return tx.Execute(sql, args...).status();
                                   }));
  }
  RotatedRows RotateAll() {
    RotatedRows sum;
    for (const SealedTable& table : tables_) {
      const auto done = rotation_.Rotate(table, [](const RotatedRows&) {});
      EXPECT_OK(done);
      if (!done.ok()) continue;
      sum.rewritten += done->rewritten;
      sum.raced += done->raced;
    }
    return sum;
  }
  std::map<std::uint32_t, std::int64_t> Count(std::size_t table) {
    return rotation_.Count(tables_[table]).value();
  }

  FakeClock clock_;
  SystemClock wall_;
  ScratchSchema schema_{"services/registry/migrations"};
  Replica old_{schema_, OldTestKeyRing(), clock_};
  Replica new_{schema_, TestKeyRing(), clock_};
  MySqlKeyRotation rotation_{schema_.pool(), new_.keys, wall_};
  const std::vector<SealedTable> tables_ = SealedTables(new_.codec, new_.index);
};

TEST_F(KeyRotationTest, PutsEveryRowUnderTheNewestKey) {
  EXPECT_THAT(Count(0), ElementsAre(Pair(1, kHouseholds)));
  EXPECT_THAT(Count(1), ElementsAre(Pair(1, 3)));
  const RotatedRows done = RotateAll();
  EXPECT_EQ(done.rewritten, static_cast<std::int64_t>(kHouseholds) + 3);
  EXPECT_EQ(done.raced, 0);
  EXPECT_THAT(Count(0), ElementsAre(Pair(2, kHouseholds)));
  EXPECT_THAT(Count(1), ElementsAre(Pair(2, 3)));
  ASSERT_OK_AND_ASSIGN(const Household now, new_.households.Get(Id(1), Soon()));
  EXPECT_EQ(now.address, "Xóm Hai");
  ASSERT_OK_AND_ASSIGN(const auto history,
                       new_.households.History(Id(1), 9, 9, Soon()));
  ASSERT_EQ(history.size(), 2u);
  EXPECT_EQ(history[1].address, SampleHousehold(1).address);
  // Who has only the old key reads nothing any more.
  EXPECT_THAT(old_.households.Get(Id(1), Soon()),
              StatusIs(absl::StatusCode::kFailedPrecondition, "KEY_UNKNOWN"));
  EXPECT_EQ(RotateAll().rewritten, 0);
}

TEST_F(KeyRotationTest, SealsWhatAMigrationLeftOpenAndIndexesItsTelephone) {
  Execute(
      "UPDATE household SET key_id = 0, phone_index = NULL, content = ? "
      "WHERE id = ?",
      R"({"address":"Xóm Cũ","phone":"0912345678","members":[]})",
      Stored(Id(7)));
  EXPECT_THAT(Count(0), ElementsAre(Pair(0, 1), Pair(1, kHouseholds - 1)));
  RotateAll();
  EXPECT_THAT(Count(0), ElementsAre(Pair(2, kHouseholds)));
  ASSERT_OK_AND_ASSIGN(const Household now, new_.households.Get(Id(7), Soon()));
  EXPECT_EQ(now.address, "Xóm Cũ");
  EXPECT_EQ(now.phone, "0912345678");
  const auto indexed =
      mysql::Read(schema_.pool(), Soon(), [&](mysql::Reader& reader) {
        return reader.QueryOne(
            "SELECT phone_index FROM household WHERE id = ?",
            [](const mysql::Row& row) { return row.MaybeBlob("phone_index"); },
            Stored(Id(7)));
      });
  ASSERT_OK(indexed);
  EXPECT_EQ(**indexed, new_.index.Of("phone", PhoneKey("0912345678")));
}

TEST_F(KeyRotationTest, GoesOnWhereItWasEnded) {
  // An unreadable row in the middle ends it, as a kill would.
  Execute("UPDATE household SET content = 'broken' WHERE id = ?",
          Stored(Id(300)));
  EXPECT_THAT(rotation_.Rotate(tables_[0], [](const RotatedRows&) {}),
              StatusIs(absl::StatusCode::kDataLoss, "SEAL_BROKEN"));
  EXPECT_THAT(Count(0), ElementsAre(Pair(1, kHouseholds - 200), Pair(2, 200)));
  Execute("DELETE FROM household WHERE id = ?", Stored(Id(300)));
  ASSERT_OK_AND_ASSIGN(const RotatedRows done,
                       rotation_.Rotate(tables_[0], [](const RotatedRows&) {}));
  EXPECT_EQ(done.rewritten, static_cast<std::int64_t>(kHouseholds) - 201);
  EXPECT_THAT(Count(0), ElementsAre(Pair(2, kHouseholds - 1)));
}

TEST_F(KeyRotationTest, LosesNothingToWritersWithTheOldAndTheNewKeys) {
  std::atomic<bool> stop = false;
  std::vector<std::thread> writers;
  std::vector<std::string> last(8);
  for (std::size_t w = 0; w < last.size(); ++w) {
    writers.emplace_back([&, w] {
      // Replicas with the new keys come while those with the old go.
      for (int i = 0; !stop && i < 200; ++i) {
        const std::string address = absl::StrCat("Xóm ", w, ".", i);
        if (Edit(new_, 1 + w * 50, address).ok()) last[w] = address;
      }
    });
  }
  RotateAll();
  stop = true;
  for (std::thread& writer : writers) writer.join();
  RotateAll();
  EXPECT_THAT(Count(0), ElementsAre(Pair(2, kHouseholds)));
  for (std::size_t w = 0; w < last.size(); ++w) {
    ASSERT_OK_AND_ASSIGN(const Household now,
                         new_.households.Get(Id(1 + w * 50), Soon()));
    if (!last[w].empty()) {
      EXPECT_EQ(now.address, last[w]);
    }
  }
}

}  // namespace
}  // namespace rasoat::registry
