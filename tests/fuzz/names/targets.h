#pragma once

#include <cstddef>
#include <cstdint>

namespace rasoat::registry {

/// Takes any bytes as a name, and as a search for it: the key is short UTF-8
/// without odd spaces, its own key, and found by every beginning of itself.
/// Aborts if one of these does not hold.
void FuzzSearchText(const std::uint8_t* data, std::size_t size);

}  // namespace rasoat::registry
