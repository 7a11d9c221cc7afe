// Households as lines of JSON.
#pragma once

#include <memory>

#include "services/registry/transfer/household_export.h"
#include "services/registry/transfer/scratch_file.h"

namespace rasoat::registry {

/// Begins a file of a JSON object a line: `export` first, then a household
/// each, `end` last.
std::unique_ptr<HouseholdExport> HouseholdLines(ScratchFile file,
                                                const ExportHead& head);

}  // namespace rasoat::registry
