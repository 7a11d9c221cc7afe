// What scoring is told by its environment.
#pragma once

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "services/common/access/signer.h"
#include "services/common/access/verifier.h"
#include "services/common/config/env.h"
#include "services/common/mysql/pool.h"
#include "services/common/rpc/calls.h"

namespace rasoat::scoring {

/// Where the schema is: what every sub-command needs.
struct DatabaseSettings {
  mysql::PoolOptions pool;  ///< SCORING_MYSQL_URL, _USER, _PASSWORD, _SCHEMA …
  std::string migrations;   ///< SCORING_MIGRATIONS

  /// Errors: SETTING_MISSING, SETTING_WRONG, each naming the setting.
  static absl::StatusOr<DatabaseSettings> Read(const config::Env& env);
};

/// What serving needs besides; README.md lists the settings.
struct ServeSettings {
  std::string standards;                           ///< SCORING_STANDARDS
  std::string registry_address;                    ///< REGISTRY_ADDRESS
  access::Trust trust;                             ///< RASOAT_TRUST
  access::Signer signer;                           ///< SCORING_SIGNING_SEED
  std::size_t workers = 16;                        ///< SCORING_WORKERS
  rpc::LogCalls log_calls = rpc::LogCalls::kWork;  ///< RASOAT_LOG_CALLS

  /// Errors: SETTING_MISSING, SETTING_WRONG, TRUST_WRONG, SIGNING_SEED_WRONG.
  static absl::StatusOr<ServeSettings> Read(const config::Env& env);
};

}  // namespace rasoat::scoring
