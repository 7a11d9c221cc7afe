#include "services/registry/settings.h"

#include "services/common/status/status_macros.h"

namespace rasoat::registry {

absl::StatusOr<mysql::PoolOptions> DatabaseSettings(const config::Env& env) {
  mysql::PoolOptions options;
  RASOAT_ASSIGN_OR_RETURN(options.url, env.Require("REGISTRY_MYSQL_URL"));
  RASOAT_ASSIGN_OR_RETURN(options.user, env.Require("REGISTRY_MYSQL_USER"));
  RASOAT_ASSIGN_OR_RETURN(options.password,
                          env.Require("REGISTRY_MYSQL_PASSWORD"));
  options.schema = env.Get("REGISTRY_MYSQL_SCHEMA", "registry");
  RASOAT_ASSIGN_OR_RETURN(std::int64_t sessions,
                          env.Int("REGISTRY_MYSQL_SESSIONS", 16, 2, 1000));
  options.max_sessions = static_cast<int>(sessions);
  return options;
}

absl::StatusOr<Settings> Settings::Read(const config::Env& env) {
  Settings settings;
  RASOAT_ASSIGN_OR_RETURN(settings.database, DatabaseSettings(env));
  RASOAT_ASSIGN_OR_RETURN(settings.migrations,
                          env.Require("REGISTRY_MIGRATIONS"));
  RASOAT_ASSIGN_OR_RETURN(settings.forms, env.Require("REGISTRY_FORMS"));
  // Beside the forms unless told otherwise, as in the source tree.
  settings.code_lists =
      env.Get("REGISTRY_IDENTITY", settings.forms + "/../identity");
  RASOAT_ASSIGN_OR_RETURN(settings.trust, env.Require("RASOAT_TRUST"));
  RASOAT_ASSIGN_OR_RETURN(std::int64_t workers,
                          env.Int("REGISTRY_WORKERS", 16, 1, 1000));
  settings.workers = static_cast<std::size_t>(workers);
  RASOAT_ASSIGN_OR_RETURN(
      settings.log, rpc::ParseLogCalls(env.Get("RASOAT_LOG_CALLS", "work")));
  return settings;
}

}  // namespace rasoat::registry
