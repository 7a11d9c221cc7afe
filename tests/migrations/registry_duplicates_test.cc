// What was written of duplicates before it was sealed comes through whole.
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "services/common/clock/clock.h"
#include "services/common/mysql/migrate.h"
#include "services/registry/store/mysql_duplicate_store.h"
#include "services/registry/store/mysql_id_lists.h"
#include "tests/migrations/migrations_before.h"
#include "tests/support/registry/sample_keys.h"
#include "tests/support/registry/samples.h"
#include "tests/support/scratch_schema.h"
#include "tests/support/source_dir.h"
#include "tests/support/status_matchers.h"

namespace rasoat::registry {
namespace {

absl::Time Soon() { return SystemClock().Now() + absl::Seconds(60); }

TEST(RegistryDuplicatesTest, KeepTheirReasons) {
  ScratchSchema schema;
  ASSERT_TRUE(schema.ok());
  const MigrationsBefore before("add_duplicate_case_seal");
  ASSERT_OK(mysql::Migrate(schema.pool(), before.folder()));
  const HouseholdId one = IdNumber<HouseholdId>(1);
  const std::string longest = absl::StrCat("Hai nhà ", std::string(492, 'x'));
  const std::string reasons[] = {"", "Hai anh em ruột 𠀀", longest};
  for (std::uint64_t i = 0; i < std::size(reasons); ++i) {
    ASSERT_OK(mysql::InTransaction(
        schema.pool(), Soon(), [&](mysql::Transaction& tx) {
          return tx
              .Execute(
                  "INSERT INTO duplicate_case (first_household,"
                  " second_household, first_village, second_village, state,"
                  " score, matches, facts, raise_time, decider, reason,"
                  " revision) VALUES (?, ?, '07207001', '07207001', 2, 80, '',"
                  " '0123456789abcdef', '2026-01-01', 'staff/one', ?, 2)",
                  Stored(one), Stored(IdNumber<HouseholdId>(2 + i)), reasons[i])
              .status();
        }));
  }
  ASSERT_OK(mysql::Migrate(
      schema.pool(),
      absl::StrCat(SourceDir(), "/services/registry/migrations")));
  const crypto::KeyRing keys = SampleKeys();
  const crypto::BlindIndex index = SampleIndex();
  MySqlDuplicateStore store(schema.pool(), index, keys);
  for (std::uint64_t i = 0; i < std::size(reasons); ++i) {
    ASSERT_OK_AND_ASSIGN(
        const DuplicateCase got,
        store.Get({one, IdNumber<HouseholdId>(2 + i)}, Soon()));
    EXPECT_EQ(got.reason, reasons[i]);
  }
}

}  // namespace
}  // namespace rasoat::registry
