#include "tests/fuzz/names/targets.h"

#include <cstdio>
#include <cstdlib>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/registry/domain/name_fold.h"
#include "services/registry/domain/name_search.h"
#include "services/registry/domain/text.h"

namespace rasoat::registry {
namespace {

void Must(bool held, const char* what) {
  if (held) return;
  std::fprintf(stderr, "does not hold: %s\n", what);
  std::abort();
}

}  // namespace

void FuzzSearchText(const std::uint8_t* data, std::size_t size) {
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  const std::string key = FoldName(text);
  Must(key.size() <= kMostNameKey, "a key is short");
  Must(key.empty() || PlainLength(key) > 0, "a key is plain UTF-8");
  Must(!absl::StartsWith(key, " ") && !absl::EndsWith(key, " ") &&
           !absl::StrContains(key, "  "),
       "one space between words, none around them");
  Must(FoldName(key) == key, "a key is its own key");
  Must(FoldName(absl::StrCat("  ", text, "  ")) == key,
       "spaces around do not count");
  Must(GivenLast(GivenFirst(key)) == key, "the given name goes back");
  if (key.empty()) {
    Must(RangesOf(key).empty(), "nothing is looked for by nothing");
    return;
  }
  Must(MatchName(key, key) == NameMatch::kExact, "a name is its own match");
  for (std::size_t cut = 1; cut <= key.size(); ++cut) {
    const absl::string_view begun = absl::string_view(key).substr(0, cut);
    Must(MatchName(begun, key).has_value(), "a name answers its beginning");
    for (const KeyRange& range : RangesOf(begun)) {
      Must(range.from < range.until, "a range is not empty");
    }
  }
}

}  // namespace rasoat::registry
