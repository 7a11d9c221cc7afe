#pragma once

#include <cstddef>
#include <cstdint>

namespace rasoat::gateway {

/// Takes any bytes as a path template; one that parses must also make routes
/// and survive look-ups. Aborts if it does not.
void FuzzHttpTemplate(const std::uint8_t* data, std::size_t size);

/// Takes any bytes as a request to the shop: first line `METHOD path?query`,
/// the rest its body. One that binds must print as JSON that reads again.
/// Aborts if it does not.
void FuzzRequest(const std::uint8_t* data, std::size_t size);

}  // namespace rasoat::gateway
