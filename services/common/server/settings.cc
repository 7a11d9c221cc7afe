#include "services/common/server/settings.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/common/mysql/migrate.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace rasoat::server {
namespace {

constexpr absl::Duration kCheckLimit = absl::Seconds(2);

}  // namespace

std::string SettingOf(absl::string_view name, absl::string_view what) {
  return absl::StrCat(absl::AsciiStrToUpper(name), "_", what);
}

absl::StatusOr<DatabaseSettings> DatabaseSettings::Read(
    const config::Env& env, absl::string_view name) {
  DatabaseSettings settings;
  RASOAT_ASSIGN_OR_RETURN(settings.pool.url,
                          env.Require(SettingOf(name, "MYSQL_URL")));
  RASOAT_ASSIGN_OR_RETURN(settings.pool.user,
                          env.Require(SettingOf(name, "MYSQL_USER")));
  settings.pool.password = env.Get(SettingOf(name, "MYSQL_PASSWORD"), "");
  settings.pool.schema = env.Get(SettingOf(name, "MYSQL_SCHEMA"), name);
  RASOAT_ASSIGN_OR_RETURN(
      const std::int64_t sessions,
      env.Int(SettingOf(name, "MYSQL_SESSIONS"), 16, 4, 1000));
  settings.pool.max_sessions = static_cast<int>(sessions);
  RASOAT_ASSIGN_OR_RETURN(settings.migrations,
                          env.Require(SettingOf(name, "MIGRATIONS")));
  return settings;
}

absl::StatusOr<ServeSettings> ServeSettings::Read(const config::Env& env,
                                                  absl::string_view name) {
  RASOAT_ASSIGN_OR_RETURN(const std::string keys, env.Require("RASOAT_TRUST"));
  RASOAT_ASSIGN_OR_RETURN(access::Trust trust, access::Trust::Parse(keys));
  RASOAT_ASSIGN_OR_RETURN(const std::int64_t workers,
                          env.Int(SettingOf(name, "WORKERS"), 16, 1, 1000));
  RASOAT_ASSIGN_OR_RETURN(
      const rpc::LogCalls log_calls,
      rpc::ParseLogCalls(env.Get("RASOAT_LOG_CALLS", "work")));
  return ServeSettings{.trust = std::move(trust),
                       .workers = static_cast<std::size_t>(workers),
                       .log_calls = log_calls};
}

std::function<absl::Status()> SchemaCheck(mysql::Pool& pool,
                                          std::string migrations,
                                          const Clock& clock) {
  return [&pool, migrations = std::move(migrations), &clock]() -> absl::Status {
    RASOAT_ASSIGN_OR_RETURN(
        const bool current,
        mysql::SchemaIsCurrent(pool, migrations, clock.Now() + kCheckLimit));
    if (current) return absl::OkStatus();
    return Error(absl::StatusCode::kFailedPrecondition, "SCHEMA_OUTDATED",
                 "run the sub-command migrate first");
  };
}

std::function<absl::Status(const config::Env&)> MigrateCommand(
    std::string name) {
  return [name = std::move(name)](const config::Env& env) -> absl::Status {
    RASOAT_ASSIGN_OR_RETURN(const DatabaseSettings settings,
                            DatabaseSettings::Read(env, name));
    mysql::Pool pool(settings.pool);
    return mysql::Migrate(pool, settings.migrations);
  };
}

}  // namespace rasoat::server
