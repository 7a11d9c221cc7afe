// The hash that names a content.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace rasoat::registry {

/// SHA-256 of `bytes`: 32 bytes. Pure.
std::string Sha256(absl::string_view bytes);

}  // namespace rasoat::registry
