// A schema of its own for a test, on the real server.
#pragma once

#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "services/common/mysql/pool.h"

namespace rasoat {

/// Creates a randomly named schema on the server that RASOAT_TEST_MYSQL,
/// RASOAT_TEST_MYSQL_USER and RASOAT_TEST_MYSQL_PASSWORD name, applies the
/// migrations of a folder, and drops the schema when destroyed.
///
/// When RASOAT_TEST_MYSQL is unset or anything fails, the running test FAILS
/// with a message that says what to set; a contract test is never skipped. ok()
/// is then false: `ASSERT_TRUE(schema.ok())` first.
class ScratchSchema {
 public:
  /// `migrations` is a folder below the checkout, such as
  /// "services/registry/migrations"; "" applies none.
  explicit ScratchSchema(absl::string_view migrations = "",
                         int max_sessions = 8);
  ~ScratchSchema();
  ScratchSchema(const ScratchSchema&) = delete;

  bool ok() const { return pool_ != nullptr; }
  /// A pool on the schema.
  mysql::Pool& pool() { return *pool_; }
  /// What that pool was made with, to make another: a second replica, say.
  const mysql::PoolOptions& options() const { return options_; }
  /// The schema's name.
  const std::string& name() const { return options_.schema; }
  /// Runs statements, separated as in a migration file, failing the test when
  /// one fails. For set-up that is not under test.
  void Run(absl::string_view statements);

 private:
  mysql::PoolOptions options_;
  std::unique_ptr<mysql::Pool> pool_;
};

}  // namespace rasoat
