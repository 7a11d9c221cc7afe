// Where a standard is valid.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/scoring/domain/standard.h"

namespace rasoat::scoring {

/// True for a standard of the whole country.
bool IsNational(const Standard& standard);

/// Tells whether a standard is made for an area: for the country, for the area
/// itself, or for one of those `above` it, whatever their order. Codes are
/// compared whole: that one begins like another says nothing.
bool AppliesIn(const Standard& standard, absl::string_view area,
               absl::Span<const std::string> above);

}  // namespace rasoat::scoring
