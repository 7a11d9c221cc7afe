#include "services/workflow/settings.h"

#include <utility>

#include "services/common/access/identity.h"
#include "services/common/status/status_macros.h"

namespace rasoat::workflow {

absl::StatusOr<Settings> Settings::Read(const config::Env& env) {
  RASOAT_ASSIGN_OR_RETURN(std::string procedures,
                          env.Require("WORKFLOW_PROCEDURES"));
  RASOAT_ASSIGN_OR_RETURN(std::string registry,
                          env.Require("REGISTRY_ADDRESS"));
  RASOAT_ASSIGN_OR_RETURN(std::string scoring, env.Require("SCORING_ADDRESS"));
  RASOAT_ASSIGN_OR_RETURN(std::string seed,
                          env.Require("WORKFLOW_PEOPLE_SEED"));
  RASOAT_ASSIGN_OR_RETURN(
      access::Signer people,
      access::Signer::FromSeed(std::string(access::kPeople), seed));
  return Settings{.procedures = std::move(procedures),
                  .registry_address = std::move(registry),
                  .scoring_address = std::move(scoring),
                  .people = std::move(people),
                  .admin_account = env.Get("WORKFLOW_ADMIN_ACCOUNT", ""),
                  .admin_password = env.Get("WORKFLOW_ADMIN_PASSWORD", "")};
}

}  // namespace rasoat::workflow
