#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace rasoat::gateway {

/// Whether `text` is well-formed UTF-8 without surrogates or overlong forms.
bool IsUtf8(absl::string_view text);

/// Appends a code point, up to U+10FFFF and no surrogate.
void AppendUtf8(unsigned code, std::string& out);

}  // namespace rasoat::gateway
