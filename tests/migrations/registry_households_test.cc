// Households of the tables that were before come through the migration whole.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/clock/clock.h"
#include "services/common/mysql/migrate.h"
#include "services/registry/rpc/proto_record_codec.h"
#include "services/registry/store/mysql_household_store.h"
#include "services/registry/store/mysql_id_lists.h"
#include "tests/migrations/migrations_before.h"
#include "tests/support/fake_clock.h"
#include "tests/support/registry/sample_keys.h"
#include "tests/support/registry/samples.h"
#include "tests/support/scratch_schema.h"
#include "tests/support/source_dir.h"
#include "tests/support/status_matchers.h"

namespace rasoat::registry {
namespace {

absl::Time Soon() { return SystemClock().Now() + absl::Seconds(60); }

/// Writes a household as the service did before.
void WriteAsBefore(mysql::Pool& pool, const Household& household,
                   const std::string& print) {
  ASSERT_OK(mysql::InTransaction(
      pool, Soon(), [&](mysql::Transaction& tx) -> absl::Status {
        RASOAT_RETURN_IF_ERROR(
            tx.Execute("INSERT INTO household (id, village, number, address,"
                       " phone, revision, create_time, update_time,"
                       " fingerprint) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                       Stored(household.id), household.village.value,
                       household.number, household.address, household.phone,
                       household.revision, household.create_time,
                       household.update_time, mysql::Blob{print})
                .status());
        // Not in their order: `place` says what it is.
        for (std::size_t i = household.members.size(); i-- > 0;) {
          const Member& m = household.members[i];
          RASOAT_RETURN_IF_ERROR(
              tx.Execute("INSERT INTO member (household_id, member_id, place,"
                         " full_name, birth_date, sex, relation, ethnic_group,"
                         " identity_kind, identity_number)"
                         " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                         Stored(household.id), m.id, static_cast<int>(i),
                         m.full_name, m.birth_date, static_cast<int>(m.sex),
                         static_cast<int>(m.relation), m.ethnic_group,
                         static_cast<int>(m.identity_kind), m.identity_number)
                  .status());
        }
        return absl::OkStatus();
      }));
}

Household Large() {
  Household large = SampleHousehold(2);
  large.address = R"(Ngõ "3" \\ 'cũ', 50% đất)";
  large.revision = 7;
  large.update_time = large.create_time + absl::Hours(30);
  large.members.clear();
  for (int i = 0; i < 50; ++i) {
    Member member = SampleHousehold().members[i % 2];
    member.id = absl::StrCat("m", i);
    member.full_name = absl::StrCat("Nguyễn \"Thị\" \\ ", i, " 𠀀");
    if (i > 0) member.relation = Relation::kOther;
    large.members.push_back(member);
  }
  return large;
}

TEST(RegistryHouseholdsTest, ComeThroughWholeWhenTheirTablesAreMerged) {
  ScratchSchema schema;
  ASSERT_TRUE(schema.ok());
  const MigrationsBefore before("add_household_content");
  ASSERT_OK(mysql::Migrate(schema.pool(), before.folder()));

  const ProtoRecordCodec codec;
  std::vector<Household> all = {SampleHousehold(1), Large()};
  Household empty = SampleHousehold(3);
  empty.phone = "";
  empty.address = "";
  all.push_back(empty);
  for (const Household& household : all) {
    WriteAsBefore(schema.pool(), household, codec.Fingerprint(household));
  }
  ASSERT_OK(mysql::Migrate(
      schema.pool(),
      absl::StrCat(SourceDir(), "/services/registry/migrations")));

  const FakeClock clock;
  const crypto::KeyRing keys = SampleKeys();
  const crypto::BlindIndex index = SampleIndex();
  const MySqlHouseholdRows rows(codec, keys, index);
  feed::Feed feed(schema.pool(), clock);
  MySqlHouseholdStore store(feed, rows, codec);
  for (const Household& want : all) {
    ASSERT_OK_AND_ASSIGN(const Household got, store.Get(want.id, Soon()));
    EXPECT_TRUE(SameContent(got, want)) << want.number;
    EXPECT_EQ(got.revision, want.revision);
    EXPECT_EQ(got.create_time, want.create_time);
    EXPECT_EQ(got.update_time, want.update_time);
    EXPECT_EQ(got.register_date, DayInVietnam(want.create_time));
    EXPECT_EQ(got.event.date, DayInVietnam(want.update_time));
    EXPECT_EQ(got.event.kind, want.revision == 1 ? EventKind::kRegistered
                                                 : EventKind::kCorrected);
    ASSERT_OK_AND_ASSIGN(
        const auto history,
        store.History(want.id, std::numeric_limits<std::int64_t>::max(), 9,
                      Soon()));
    EXPECT_EQ(history.size(), 1u);
  }
}

}  // namespace
}  // namespace rasoat::registry
