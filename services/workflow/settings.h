// What workflow is told by its environment, besides what every service is.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "services/common/access/signer.h"
#include "services/common/config/env.h"

namespace rasoat::workflow {

/// The settings of one process, read once; README.md lists them.
struct Settings {
  std::string procedures;        ///< WORKFLOW_PROCEDURES, a folder
  std::string registry_address;  ///< REGISTRY_ADDRESS
  std::string scoring_address;   ///< SCORING_ADDRESS
  access::Signer people;         ///< WORKFLOW_PEOPLE_SEED: signs for persons
  std::string admin_account;     ///< WORKFLOW_ADMIN_ACCOUNT; may be empty
  std::string admin_password;    ///< WORKFLOW_ADMIN_PASSWORD; may be empty

  /// Errors: SETTING_MISSING, SIGNING_SEED_WRONG, naming the setting.
  static absl::StatusOr<Settings> Read(const config::Env& env);
};

}  // namespace rasoat::workflow
