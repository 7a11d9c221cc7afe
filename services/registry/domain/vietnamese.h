// Vietnamese text as people type it: composed or not, with marks or without.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace rasoat::registry {

/// The text with every Vietnamese letter as one character (NFC): what a letter
/// and its marks, in whatever order, were typed as separately. Costs a look at
/// each byte when there is nothing to do.
std::string Composed(absl::string_view text);

/// The text as it is compared: letters without marks and small, đ as d, all
/// else one space, none at the ends. "  Hộ-nghèo " gives "ho ngheo". Letters of
/// other scripts stay as they are.
std::string Folded(absl::string_view text);

/// The text tidied and in small letters, accents kept: `bà` is not `ba`.
std::string Lowered(absl::string_view text);

/// The text composed, with single spaces, and none at the ends.
std::string Tidied(absl::string_view text);

}  // namespace rasoat::registry
