// How a typed name is looked for, and how well a person's name answers it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace rasoat::registry {

/// How a name answers what was typed; the better answers come first. The order
/// is the API's.
enum class NameMatch {
  kUnspecified,
  kExact,          ///< The whole name was typed.
  kBegins,         ///< The name begins with what was typed.
  kMiddleOmitted,  ///< "nguyen hung": family and given name, the middle left
                   ///< out.
  kGivenFirst,     ///< "hung" or "hung nguyen": from the given name on.
};

/// How the key of a name answers the key of a typed one; nullopt: not at all.
/// Both are of FoldName(). Nothing is answered by everything but the empty
/// text, which nothing answers.
std::optional<NameMatch> MatchName(absl::string_view typed,
                                   absl::string_view name_key);

/// A range of keys to read for one kind of match: from `from` until just before
/// `until`, byte by byte.
struct KeyRange {
  NameMatch match = NameMatch::kUnspecified;
  bool given_first = false;  ///< Of the keys with the given name first.
  std::string from;
  std::string until;
};

/// The ranges that hold every name that answers `typed`, in the order of
/// NameMatch. A name in the range of one match may answer by a better one:
/// MatchName() decides. None for the empty text.
std::vector<KeyRange> RangesOf(absl::string_view typed);

/// GivenFirst() undone: "hung nguyen van" gives "nguyen van hung".
std::string GivenLast(absl::string_view given_key);

}  // namespace rasoat::registry
