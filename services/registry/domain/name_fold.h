// Names of people as they are searched for and compared: without accents, case
// and spacing, which are typed in many ways.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace rasoat::registry {

/// Most bytes of a key; a longer one is cut between two characters, so that
/// long names are still found by their beginning.
inline constexpr std::size_t kMostNameKey = 80;

/// The key of a name: its words in small letters without accents, one space
/// between them. "Nguyễn  Văn Á", "NGUYEN VAN A" and the same in decomposed
/// Unicode all give "nguyen van a".
///
/// * Letters and digits of any script stay; accents and other marks go; đ, and
///   the letters that are typed for it by mistake (ð, ɖ), become d; ƀ, b.
/// * Apostrophes of every shape vanish: K'Sor is Ksor. All else that is no
///   letter or digit, hyphens too, parts two words.
/// * A word of one consonant joins the next, and so does a leading Y: H'Lan, H
///   Lan and H-Lan are one name, and so are Y Bion and Y-Bion.
///
/// Any bytes may be given; what is not UTF-8 parts words. The same words give
/// the same key whether they come from a record or from a search. Pure; some
/// 100 ns a name.
std::string FoldName(absl::string_view name);

/// FoldName() that appends to `out`, for many names.
void AppendFoldedName(absl::string_view name, std::string& out);

/// The key with its last word, the given name, put first: "hung nguyen van".
/// Empty for empty.
std::string GivenFirst(absl::string_view key);

/// The words of a key, as views into it.
std::vector<absl::string_view> NameWords(absl::string_view key);

}  // namespace rasoat::registry
