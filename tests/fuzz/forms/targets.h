// What is fuzzed of the registry's forms.
#pragma once

#include <cstddef>
#include <cstdint>

namespace rasoat::registry {

/// Any text as a form: it is refused with its faults, or made ready so that a
/// survey on it can be checked, empty or full. Aborts if it is not.
void FuzzFormText(const std::uint8_t* data, std::size_t size);

}  // namespace rasoat::registry
