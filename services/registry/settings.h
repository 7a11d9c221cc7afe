// What the registry is told by its environment. README.md lists it.
#pragma once

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "services/common/config/env.h"
#include "services/common/mysql/pool.h"
#include "services/common/rpc/calls.h"

namespace rasoat::registry {

/// The settings of one process, read once.
struct Settings {
  mysql::PoolOptions database;
  std::string migrations;  ///< Folder.
  std::string forms;       ///< Folder.
  std::string code_lists;  ///< Folder.
  std::string trust;       ///< Public keys, see access::Trust::Parse.
  std::size_t workers = 16;
  rpc::LogCalls log = rpc::LogCalls::kWork;

  /// Errors: SETTING_MISSING, SETTING_WRONG, naming the setting.
  static absl::StatusOr<Settings> Read(const config::Env& env);
};

/// Those of them that the database needs, for `migrate`. Errors as above.
absl::StatusOr<mysql::PoolOptions> DatabaseSettings(const config::Env& env);

}  // namespace rasoat::registry
