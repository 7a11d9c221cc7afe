#pragma once

#include <cstddef>
#include <cstdint>

namespace rasoat::registry {

/// Takes any bytes as a file that somebody sent: its kind and whether it says
/// where it was taken. The same EXIF data must give the same answer in every
/// container. Aborts if it does not.
void FuzzMedia(const std::uint8_t* data, std::size_t size);

}  // namespace rasoat::registry
