#include "services/common/server/own_signer.h"

#include <string>

#include "services/common/server/settings.h"
#include "services/common/status/status_macros.h"

namespace rasoat::server {

absl::StatusOr<access::Signer> OwnSigner(const config::Env& env,
                                         absl::string_view name) {
  RASOAT_ASSIGN_OR_RETURN(const std::string seed,
                          env.Require(SettingOf(name, "SIGNING_SEED")));
  return access::Signer::FromSeed(std::string(name), seed);
}

}  // namespace rasoat::server
