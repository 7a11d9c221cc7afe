#include "services/scoring/settings.h"

#include "services/common/status/status_macros.h"

namespace rasoat::scoring {

absl::StatusOr<DatabaseSettings> DatabaseSettings::Read(
    const config::Env& env) {
  DatabaseSettings settings;
  RASOAT_ASSIGN_OR_RETURN(settings.pool.url, env.Require("SCORING_MYSQL_URL"));
  RASOAT_ASSIGN_OR_RETURN(settings.pool.user,
                          env.Require("SCORING_MYSQL_USER"));
  settings.pool.password = env.Get("SCORING_MYSQL_PASSWORD", "");
  settings.pool.schema = env.Get("SCORING_MYSQL_SCHEMA", "scoring");
  RASOAT_ASSIGN_OR_RETURN(const std::int64_t sessions,
                          env.Int("SCORING_MYSQL_SESSIONS", 16, 4, 1000));
  settings.pool.max_sessions = static_cast<int>(sessions);
  RASOAT_ASSIGN_OR_RETURN(settings.migrations,
                          env.Require("SCORING_MIGRATIONS"));
  return settings;
}

absl::StatusOr<ServeSettings> ServeSettings::Read(const config::Env& env) {
  RASOAT_ASSIGN_OR_RETURN(std::string standards,
                          env.Require("SCORING_STANDARDS"));
  RASOAT_ASSIGN_OR_RETURN(std::string registry,
                          env.Require("REGISTRY_ADDRESS"));
  RASOAT_ASSIGN_OR_RETURN(const std::string keys, env.Require("RASOAT_TRUST"));
  RASOAT_ASSIGN_OR_RETURN(access::Trust trust, access::Trust::Parse(keys));
  RASOAT_ASSIGN_OR_RETURN(const std::string seed,
                          env.Require("SCORING_SIGNING_SEED"));
  RASOAT_ASSIGN_OR_RETURN(access::Signer signer,
                          access::Signer::FromSeed("scoring", seed));
  RASOAT_ASSIGN_OR_RETURN(const std::int64_t workers,
                          env.Int("SCORING_WORKERS", 16, 1, 1000));
  RASOAT_ASSIGN_OR_RETURN(
      const rpc::LogCalls log_calls,
      rpc::ParseLogCalls(env.Get("RASOAT_LOG_CALLS", "work")));
  return ServeSettings{.standards = std::move(standards),
                       .registry_address = std::move(registry),
                       .trust = std::move(trust),
                       .signer = std::move(signer),
                       .workers = static_cast<std::size_t>(workers),
                       .log_calls = log_calls};
}

}  // namespace rasoat::scoring
