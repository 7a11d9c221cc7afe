// Which letters of a name answer what was typed.
#pragma once

#include <vector>

#include "absl/strings/string_view.h"
#include "services/registry/domain/name_search.h"

namespace rasoat::registry {

/// A part of a text, in characters (code points): from `begin` until just
/// before `end`.
struct TextSpan {
  int begin = 0;
  int end = 0;
  friend bool operator==(const TextSpan&, const TextSpan&) = default;
};

/// The parts of `full_name` that answer `typed`, a key of FoldName(), in their
/// order. `match` is what MatchName() says of the two.
std::vector<TextSpan> HighlightName(absl::string_view full_name,
                                    absl::string_view typed, NameMatch match);

}  // namespace rasoat::registry
