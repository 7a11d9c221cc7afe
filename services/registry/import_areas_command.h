// `registryd import-areas`.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/common/config/env.h"

namespace rasoat::registry {

/// The command, with the words after its name: `--dry-run`, `--province CODE`
/// (again for more), `--until DAY`, `--decisions FILE` with lines
/// `code,settlement,region`, `rural` or `urban` and 1 to 6.
absl::Status ImportAreasCommand(const config::Env& env,
                                const std::vector<std::string>& words);

}  // namespace rasoat::registry
