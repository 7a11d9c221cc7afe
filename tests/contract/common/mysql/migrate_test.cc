#include "services/common/mysql/migrate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "services/common/clock/clock.h"
#include "services/common/ids/ulid.h"
#include "services/common/mysql/transaction.h"
#include "tests/support/scratch_schema.h"
#include "tests/support/status_matchers.h"

namespace rasoat::mysql {
namespace {

using absl::StatusCode;
using testing::HasSubstr;

class MigrateTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(schema_.ok());
    RandomIdSource ids(clock_);
    folder_ = std::filesystem::temp_directory_path() /
              ("rasoat_migrate_" + ids.Next().ToString());
    ASSERT_TRUE(std::filesystem::create_directory(folder_));
    Put("0001_create_a.sql", "CREATE TABLE a (x INT);\n");
    Put("0002_fill_a.sql",
        "-- two rows; one statement each\nINSERT INTO a VALUES (1);\n"
        "INSERT INTO a VALUES (2);\n");
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void Put(const std::string& name, const std::string& text) {
    std::ofstream(folder_ / name) << text;
  }
  absl::Status Run() { return Migrate(schema_.pool(), folder_.string()); }
  absl::StatusOr<bool> Current() {
    return SchemaIsCurrent(schema_.pool(), folder_.string(), Soon());
  }
  absl::Time Soon() const { return clock_.Now() + absl::Seconds(20); }
  std::int64_t One(absl::string_view sql) {
    auto got = Read(schema_.pool(), Soon(), [&](Reader& reader) {
      return reader.QueryOne(sql, [](const Row& row) { return row.Int(0); });
    });
    EXPECT_OK(got);
    return got.ok() && *got ? **got : -1;
  }

  const SystemClock clock_;
  ScratchSchema schema_;
  std::filesystem::path folder_;
};

TEST_F(MigrateTest, BringsAFreshSchemaUpAndIsThenIdle) {
  ASSERT_OK_AND_ASSIGN(const bool before, Current());
  EXPECT_FALSE(before);
  EXPECT_OK(Run());
  EXPECT_OK(Run());
  EXPECT_EQ(One("SELECT COUNT(*) FROM a"), 2);
  EXPECT_EQ(One("SELECT COUNT(*) FROM schema_migration"), 2);
  ASSERT_OK_AND_ASSIGN(const bool after, Current());
  EXPECT_TRUE(after);
}

TEST_F(MigrateTest, AppliesOnlyWhatIsNew) {
  EXPECT_OK(Run());
  Put("0003_more.sql", "INSERT INTO a VALUES (3)");
  ASSERT_OK_AND_ASSIGN(const bool current, Current());
  EXPECT_FALSE(current);
  EXPECT_OK(Run());
  EXPECT_EQ(One("SELECT SUM(x) FROM a"), 6);
}

TEST_F(MigrateTest, RefusesAChangedFile) {
  EXPECT_OK(Run());
  Put("0001_create_a.sql", "CREATE TABLE a (x BIGINT);\n");
  const auto changed =
      StatusIs(StatusCode::kFailedPrecondition, "MIGRATION_CHANGED");
  EXPECT_THAT(Run(), changed);
  EXPECT_THAT(Current(), changed);
}

TEST_F(MigrateTest, RefusesWhenAnAppliedFileIsGone) {
  EXPECT_OK(Run());
  std::filesystem::remove(folder_ / "0002_fill_a.sql");
  EXPECT_THAT(Run(),
              StatusIs(StatusCode::kFailedPrecondition, "MIGRATION_CHANGED"));
}

TEST_F(MigrateTest, RefusesANewFileBeforeAnAppliedOne) {
  EXPECT_OK(Run());
  Put("0000_late.sql", "DROP TABLE a;\n");
  EXPECT_THAT(Run(),
              StatusIs(StatusCode::kFailedPrecondition, "MIGRATION_CHANGED"));
  EXPECT_EQ(One("SELECT COUNT(*) FROM a"), 2);
}

TEST_F(MigrateTest, NamesTheFileAndTheStatementThatFailed) {
  Put("0003_wrong.sql",
      "INSERT INTO a VALUES (3);\nINSERT INTO nowhere VALUES (1);\n");
  const absl::Status failed = Run();
  EXPECT_THAT(failed, StatusIs(StatusCode::kInternal, "MIGRATION_FAILED"));
  EXPECT_THAT(std::string(failed.message()),
              HasSubstr("0003_wrong.sql statement 2: error 1146"));
  // What came before stays applied and recorded.
  EXPECT_EQ(One("SELECT COUNT(*) FROM schema_migration"), 2);
}

TEST_F(MigrateTest, TwoRunnersAtOnceApplyOnce) {
  absl::Status other;
  std::thread thread([&] {
    Pool second(schema_.options());
    other = Migrate(second, folder_.string());
  });
  EXPECT_OK(Run());
  thread.join();
  EXPECT_OK(other);
  EXPECT_EQ(One("SELECT COUNT(*) FROM a"), 2);
}

TEST_F(MigrateTest, WaitsForAnotherRunnerOnlySoLong) {
  auto session = schema_.pool().Acquire(Soon());
  ASSERT_OK(session);
  Reader holder(*session, Soon());
  const auto take = [](const Row& row) { return row.Int(0); };
  ASSERT_OK(
      holder.QueryOne("SELECT GET_LOCK(CONCAT('rasoat.migrate.',"
                      " LEFT(SHA2(DATABASE(), 256), 40)), 0)",
                      take));
  EXPECT_THAT(Migrate(schema_.pool(), folder_.string(), absl::ZeroDuration()),
              StatusIs(StatusCode::kUnavailable, "MIGRATION_LOCKED"));
  session->MarkBroken();  // a lock outlives a loan: do not pool it
}

TEST_F(MigrateTest, RefusesAFolderWithoutMigrations) {
  EXPECT_THAT(Migrate(schema_.pool(), (folder_ / "nowhere").string()),
              StatusIs(StatusCode::kNotFound, "MIGRATIONS_MISSING"));
}

TEST_F(MigrateTest, RefusesAWrongName) {
  for (const char* name :
       {"3_short.sql", "0003-dash.sql", "0003_Upper.sql", "0001_twice.sql"}) {
    Put(name, "DO 0;\n");
    EXPECT_THAT(Run(),
                StatusIs(StatusCode::kInvalidArgument, "MIGRATION_MISNAMED"))
        << name;
    std::filesystem::remove(folder_ / name);
  }
  Put("README.md", "is not a migration");
  EXPECT_OK(Run());
}

}  // namespace
}  // namespace rasoat::mysql
