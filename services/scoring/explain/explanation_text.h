// An explanation in words.
#pragma once

#include "rasoat/scoring/v1/explanations.pb.h"
#include "rasoat/scoring/v1/standards.pb.h"

namespace rasoat::scoring {

/// The explanation as plain lines in both languages, ready to print for the
/// village meeting: no names, members by their place. `explanation` is complete
/// but for its text. Pure.
v1::Text ExplanationText(const v1::Standard& standard,
                         const v1::Explanation& explanation);

}  // namespace rasoat::scoring
