#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/common/access/signer.h"
#include "services/common/config/env.h"

namespace rasoat::server {

/// What service `name` speaks for itself with when it calls others:
/// _SIGNING_SEED.
///
/// Errors: SETTING_MISSING, SIGNING_SEED_WRONG.
absl::StatusOr<access::Signer> OwnSigner(const config::Env& env,
                                         absl::string_view name);

}  // namespace rasoat::server
