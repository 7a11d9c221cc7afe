#include "tests/support/scratch_schema.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/clock/clock.h"
#include "services/common/ids/ulid.h"
#include "services/common/mysql/connection.h"
#include "services/common/mysql/guarded.h"
#include "services/common/mysql/migrate.h"
#include "tests/support/source_dir.h"
#include "tests/support/status_matchers.h"

namespace rasoat {
namespace {

std::string Setting(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

absl::Status RunAll(mysql::Pool& pool, absl::string_view statements) {
  auto session = pool.Acquire(SystemClock().Now() + absl::Seconds(10));
  if (!session.ok()) return session.status();
  for (const std::string& sql : mysql::SplitStatements(statements)) {
    absl::Status ran = mysql::Guarded(*session, sql, [&]() -> absl::Status {
      session->connection().Run(sql);
      return absl::OkStatus();
    });
    if (!ran.ok()) return ran;
  }
  return absl::OkStatus();
}

mysql::PoolOptions WithoutSchema(mysql::PoolOptions options) {
  options.schema = "";
  options.max_sessions = 1;
  return options;
}

}  // namespace

ScratchSchema::ScratchSchema(absl::string_view migrations, int max_sessions) {
  options_ = {.url = Setting("RASOAT_TEST_MYSQL"),
              .user = Setting("RASOAT_TEST_MYSQL_USER"),
              .password = Setting("RASOAT_TEST_MYSQL_PASSWORD"),
              .max_sessions = max_sessions};
  if (options_.url.empty()) {
    ADD_FAILURE() << "this test needs a MySQL or MariaDB server: set "
                     "RASOAT_TEST_MYSQL (tcp://host:port or unix:///socket), "
                     "RASOAT_TEST_MYSQL_USER and RASOAT_TEST_MYSQL_PASSWORD; "
                     "./rasoat test starts one";
    return;
  }
  const SystemClock clock;
  RandomIdSource ids(clock);
  const std::string name = absl::StrCat("scratch_", ids.Next().ToString());
  mysql::Pool root(WithoutSchema(options_));
  absl::Status made = RunAll(
      root, absl::StrCat("CREATE DATABASE ", name, " CHARACTER SET utf8mb4"));
  EXPECT_OK(made);
  if (!made.ok()) return;
  options_.schema = name;
  auto pool = std::make_unique<mysql::Pool>(options_);
  if (!migrations.empty()) {
    absl::Status migrated =
        mysql::Migrate(*pool, absl::StrCat(SourceDir(), "/", migrations));
    EXPECT_OK(migrated);
    if (!migrated.ok()) return;
  }
  pool_ = std::move(pool);
}

ScratchSchema::~ScratchSchema() {
  if (options_.schema.empty()) return;
  pool_.reset();
  mysql::Pool root(WithoutSchema(options_));
  EXPECT_OK(RunAll(root, absl::StrCat("DROP DATABASE ", options_.schema)));
}

void ScratchSchema::Run(absl::string_view statements) {
  EXPECT_OK(RunAll(*pool_, statements));
}

}  // namespace rasoat
