// What every service is told by its environment, under its own prefix: NAME is
// REGISTRY, SCORING, WORKFLOW or REPORTING.
#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/common/access/verifier.h"
#include "services/common/clock/clock.h"
#include "services/common/config/env.h"
#include "services/common/mysql/pool.h"
#include "services/common/rpc/calls.h"

namespace rasoat::server {

/// The setting `<NAME>_<what>` of service `name`: `REGISTRY_LISTEN`.
std::string SettingOf(absl::string_view name, absl::string_view what);

/// Where the schema is: what every sub-command needs.
struct DatabaseSettings {
  mysql::PoolOptions
      pool;                ///< _MYSQL_URL, _USER, _PASSWORD, _SCHEMA, _SESSIONS
  std::string migrations;  ///< _MIGRATIONS, a folder

  /// Errors: SETTING_MISSING, SETTING_WRONG, each naming the setting.
  static absl::StatusOr<DatabaseSettings> Read(const config::Env& env,
                                               absl::string_view name);
};

/// What serving needs besides.
struct ServeSettings {
  access::Trust trust;                             ///< RASOAT_TRUST
  std::size_t workers = 16;                        ///< _WORKERS
  rpc::LogCalls log_calls = rpc::LogCalls::kWork;  ///< RASOAT_LOG_CALLS

  /// Errors: SETTING_MISSING, SETTING_WRONG, TRUST_WRONG.
  static absl::StatusOr<ServeSettings> Read(const config::Env& env,
                                            absl::string_view name);
};

/// A probe's check: the database answers and its schema is that of the folder.
/// Both references must outlive it.
std::function<absl::Status()> SchemaCheck(mysql::Pool& pool,
                                          std::string migrations,
                                          const Clock& clock);

/// The sub-command `migrate` of service `name`: brings its schema up to date.
std::function<absl::Status(const config::Env&)> MigrateCommand(
    std::string name);

}  // namespace rasoat::server
