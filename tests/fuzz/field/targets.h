// What a device may send: any bytes.
#pragma once

#include <cstddef>
#include <cstdint>

namespace rasoat::registry {

/// Takes the bytes for a batch, a SubmitFieldWorkRequest as text, and submits
/// it three times over to a register in memory: item by item the same receipts
/// must come, every receipt must say what became of its item in both languages,
/// and nobody may be in two households.
void FuzzFieldBatch(const std::uint8_t* data, std::size_t size);

}  // namespace rasoat::registry
