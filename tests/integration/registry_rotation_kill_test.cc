// Kills `registryd rotate-keys` in the middle of each kind of table: what it
// had not finished is as it was, and run again it finishes.
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/clock/clock.h"
#include "services/common/feed/feed.h"
#include "services/common/mysql/transaction.h"
#include "services/registry/rpc/proto_record_codec.h"
#include "services/registry/store/mysql_duplicate_store.h"
#include "services/registry/store/mysql_household_store.h"
#include "services/registry/store/mysql_id_lists.h"
#include "services/registry/store/mysql_sealed_tables.h"
#include "services/registry/store/mysql_visit_store.h"
#include "tests/support/child_process.h"
#include "tests/support/data_keys.h"
#include "tests/support/mariadb_process.h"
#include "tests/support/registry/samples.h"
#include "tests/support/scratch_schema.h"
#include "tests/support/source_dir.h"
#include "tests/support/status_matchers.h"

namespace rasoat::registry {
namespace {

// Two batches, the second not full.
constexpr std::int64_t kRows = MySqlKeyRotation::kBatch + 20;
/// In the second batch, behind rows that are rewritten by then.
constexpr std::uint64_t kStopAt = MySqlKeyRotation::kBatch + 10;
constexpr char kReason[] = "anh em họ";

absl::Time Soon() { return SystemClock().Now() + absl::Seconds(60); }

HouseholdId HouseholdOf(std::uint64_t n) { return IdNumber<HouseholdId>(n); }
DuplicateId CaseOf(std::uint64_t n) {
  return {HouseholdOf(1), HouseholdOf(1 + n)};
}

/// The stores of a replica with these keys.
struct Replica {
  Replica(mysql::Pool& pool, crypto::KeyRing ring)
      : keys(std::move(ring)), feed(pool, clock), cases(pool, index, keys) {}

  const SystemClock clock;
  const crypto::KeyRing keys;
  const crypto::BlindIndex index = TestBlindIndex();
  ProtoRecordCodec codec;
  MySqlHouseholdRows rows{codec, keys, index};
  MySqlSurveyRows survey_rows{codec, keys};
  feed::Feed feed;
  MySqlHouseholdStore households{feed, rows, codec};
  MySqlVisitStore visits{feed, rows, survey_rows, codec};
  MySqlDuplicateStore cases;
};

/// A table, and how its row is locked on which the rotation stops.
struct Stop {
  const char* table;
  const char* lock;
  HouseholdId row;
};

class RotationKillTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(database_, MariaDbProcess::Start());
    schema_.emplace("services/registry/migrations");
    ASSERT_TRUE(schema_->ok());
    ASSERT_NO_FATAL_FAILURE(Fill());
  }
  void TearDown() override {
    if (!log_.empty()) std::filesystem::remove(log_);
  }

  /// Households with a former state each, and decided cases, by the old key.
  void Fill() {
    Replica old(schema_->pool(), OldTestKeyRing());
    std::vector<NewVisit> visits;
    std::vector<DuplicateFinding> findings;
    for (std::int64_t n = 1; n <= kRows; ++n) {
      visits.push_back({.household = SampleHousehold(n)});
      findings.push_back({.first = CaseOf(n).first,
                          .second = CaseOf(n).second,
                          .first_village = {"07207001"},
                          .second_village = {"07207001"},
                          .score = 80,
                          .facts = "như nhau"});
    }
    ASSERT_OK(old.visits.Take(visits, Soon()));
    ASSERT_OK(old.cases.Raise(findings, absl::UnixEpoch(), Soon()));
    for (std::int64_t n = 1; n <= kRows; ++n) {
      ASSERT_OK(old.households.Update(
          HouseholdOf(n),
          [&](Household household) -> absl::StatusOr<Household> {
            household.address = absl::StrCat("Xóm ", n);
            return household;
          },
          Soon()));
      ASSERT_OK(old.cases.Update(
          CaseOf(n),
          [](const DuplicateCase& known) {
            return DecideCase(known,
                              {.state = DuplicateState::kNotDuplicate,
                               .reason = kReason,
                               .decider = "staff/officer",
                               .seen_revision = known.revision},
                              absl::UnixEpoch());
          },
          Soon()));
    }
  }

  void Begin(ChildProcess& rotation) {
    const mysql::PoolOptions& to = schema_->options();
    ASSERT_OK(
        rotation.Start({RASOAT_REGISTRYD, "rotate-keys"},
                       {absl::StrCat("REGISTRY_MYSQL_URL=", to.url),
                        absl::StrCat("REGISTRY_MYSQL_USER=", to.user),
                        absl::StrCat("REGISTRY_MYSQL_PASSWORD=", to.password),
                        absl::StrCat("REGISTRY_MYSQL_SCHEMA=", to.schema),
                        absl::StrCat("REGISTRY_MIGRATIONS=", SourceDir(),
                                     "/services/registry/migrations"),
                        absl::StrCat("REGISTRY_DATA_KEYS=", kDataKeys),
                        absl::StrCat("REGISTRY_INDEX_KEY=", kIndexKey)},
                       log_));
  }

  /// Starts a rotation, and kills it when the database says that it waits for
  /// the locked row.
  void KillAt(const Stop& stop) {
    ChildProcess rotation;
    ASSERT_OK(mysql::InTransaction(
        schema_->pool(), Soon(), [&](mysql::Transaction& tx) -> absl::Status {
          RASOAT_RETURN_IF_ERROR(tx.QueryOne(
                                       stop.lock,
                                       [](const mysql::Row&) { return true; },
                                       Stored(stop.row))
                                     .status());
          Begin(rotation);
          AwaitWaiting(rotation);
          rotation.Kill();
          return absl::OkStatus();
        }));
  }

  void AwaitWaiting(ChildProcess& rotation) {
    const absl::Time until = Soon();
    while (Number("SELECT CAST(variable_value AS SIGNED) FROM"
                  " information_schema.global_status WHERE"
                  " variable_name = 'Innodb_row_lock_current_waits'") == 0) {
      ASSERT_TRUE(rotation.Alive()) << EndOf(log_);
      ASSERT_LT(SystemClock().Now(), until) << EndOf(log_);
    }
  }

  std::int64_t Number(const std::string& sql) {
    const auto number =
        mysql::Read(schema_->pool(), Soon(), [&](mysql::Reader& reader) {
          return reader.QueryOne(
              sql, [](const mysql::Row& row) { return row.Int(0); });
        });
    EXPECT_OK(number);
    return number.ok() ? number->value_or(-1) : -1;
  }
  std::int64_t Under(const std::string& table, std::uint32_t key) {
    return Number(
        absl::StrCat("SELECT COUNT(*) FROM ", table, " WHERE key_id = ", key));
  }

  /// Every value opens, and says what was written.
  void ExpectAllThere(Replica& replica) {
    for (std::int64_t n = 1; n <= kRows; ++n) {
      ASSERT_OK_AND_ASSIGN(
          const auto history,
          replica.households.History(HouseholdOf(n), 9, 9, Soon()));
      ASSERT_EQ(history.size(), 2u) << n;
      EXPECT_EQ(history[0].address, absl::StrCat("Xóm ", n));
      EXPECT_EQ(history[1].address, SampleHousehold(n).address);
      EXPECT_EQ(history[1].members.size(), SampleHousehold(n).members.size());
      ASSERT_OK_AND_ASSIGN(const DuplicateCase one,
                           replica.cases.Get(CaseOf(n), Soon()));
      EXPECT_EQ(one.reason, kReason);
    }
  }

  std::unique_ptr<MariaDbProcess> database_;
  std::optional<ScratchSchema> schema_;
  const std::string log_ = absl::StrCat(testing::TempDir(), "rotation-",
                                        absl::ToUnixNanos(SystemClock().Now()));
};

TEST_F(RotationKillTest, LeavesEveryRowReadableAndIsFinishedByAnother) {
  const Stop stops[] = {
      {"household", "SELECT 1 FROM household WHERE id = ? FOR UPDATE",
       HouseholdOf(kStopAt)},
      {"household_past",
       "SELECT 1 FROM household_past WHERE household_id = ? FOR UPDATE",
       HouseholdOf(kStopAt)},
      {"duplicate_case",
       "SELECT 1 FROM duplicate_case WHERE second_household = ?"
       " AND first_household = (SELECT MIN(id) FROM household) FOR UPDATE",
       CaseOf(kStopAt).second}};
  Replica both(schema_->pool(), TestKeyRing());
  for (const Stop& stop : stops) {
    SCOPED_TRACE(stop.table);
    ASSERT_EQ(Under(stop.table, 1), kRows);
    ASSERT_NO_FATAL_FAILURE(KillAt(stop));
    // The batch in which it was killed is undone as a whole.
    EXPECT_EQ(Under(stop.table, 2), MySqlKeyRotation::kBatch);
    EXPECT_EQ(Under(stop.table, 1), kRows - MySqlKeyRotation::kBatch);
    ASSERT_NO_FATAL_FAILURE(ExpectAllThere(both));
  }
  ChildProcess last;
  ASSERT_NO_FATAL_FAILURE(Begin(last));
  ASSERT_EQ(last.Join(), 0) << EndOf(log_);
  for (const SealedTable& table : SealedTables(both.codec, both.index)) {
    EXPECT_EQ(Under(table.name, 1), 0) << table.name;
  }
  for (const Stop& stop : stops) EXPECT_EQ(Under(stop.table, 2), kRows);
  // The old key may go.
  const std::string keys = kDataKeys;
  ASSERT_OK_AND_ASSIGN(crypto::KeyRing newest,
                       crypto::KeyRing::Parse(keys.substr(0, keys.find(','))));
  Replica after(schema_->pool(), std::move(newest));
  ExpectAllThere(after);
}

}  // namespace
}  // namespace rasoat::registry
