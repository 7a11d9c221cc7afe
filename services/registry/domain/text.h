// What every text that a person typed must keep to.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/common/status/error.h"

namespace rasoat::registry {

/// The number of characters (code points) of a UTF-8 text, or -1 when it is
/// not UTF-8 or holds a control character (line breaks and tabs included).
int PlainLength(absl::string_view text);

/// True when `text` is not empty and all of it are ASCII digits.
bool AllDigits(absl::string_view text);

/// Puts `prefix` before the field of each violation.
std::vector<Violation> Prefixed(absl::string_view prefix,
                                std::vector<Violation> faults);

/// Adds a fault.
void Add(std::vector<Violation>& faults, std::string field,
         absl::string_view rule, std::string vi, std::string en);

}  // namespace rasoat::registry
