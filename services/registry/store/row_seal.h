#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "services/common/ids/ulid.h"

namespace rasoat::registry {

/// What a sealed value of a row is sealed for: its table, id and number. Put
/// into another row it does not open. SealedTables() names the columns.
std::string RowSeal(absl::string_view table, const Ulid& id,
                    std::optional<std::int64_t> number = std::nullopt);

/// The same of a row with two ids.
std::string RowSeal(absl::string_view table, const Ulid& id,
                    const Ulid& second_id);

}  // namespace rasoat::registry
