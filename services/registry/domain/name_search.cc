#include "services/registry/domain/name_search.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/registry/domain/name_fold.h"

namespace rasoat::registry {
namespace {

/// Keys that begin with `start`: no byte of UTF-8 is as high as 0xFF.
std::string After(absl::string_view start) {
  return absl::StrCat(start, "\xFF");
}

/// The first key that could follow `key` itself: no key has a lower byte than
/// the space.
std::string Next(absl::string_view key) { return absl::StrCat(key, " "); }

bool HasWords(absl::string_view key) {
  return key.find(' ') != absl::string_view::npos;
}

}  // namespace

std::optional<NameMatch> MatchName(absl::string_view typed,
                                   absl::string_view name_key) {
  if (typed.empty()) return std::nullopt;
  if (name_key == typed) return NameMatch::kExact;
  if (absl::StartsWith(name_key, typed)) return NameMatch::kBegins;
  const std::string given_key = GivenFirst(name_key);
  if (HasWords(typed) && absl::StartsWith(given_key, GivenFirst(typed))) {
    return NameMatch::kMiddleOmitted;
  }
  if (absl::StartsWith(given_key, typed)) return NameMatch::kGivenFirst;
  return std::nullopt;
}

std::vector<KeyRange> RangesOf(absl::string_view typed) {
  std::vector<KeyRange> ranges;
  if (typed.empty()) return ranges;
  ranges.push_back({NameMatch::kExact, false, std::string(typed), Next(typed)});
  ranges.push_back({NameMatch::kBegins, false, Next(typed), After(typed)});
  if (HasWords(typed)) {
    const std::string given = GivenFirst(typed);
    ranges.push_back({NameMatch::kMiddleOmitted, true, given, After(given)});
  }
  ranges.push_back(
      {NameMatch::kGivenFirst, true, std::string(typed), After(typed)});
  return ranges;
}

std::string GivenLast(absl::string_view given_key) {
  const std::size_t space = given_key.find(' ');
  if (space == absl::string_view::npos) return std::string(given_key);
  return absl::StrCat(given_key.substr(space + 1), " ",
                      given_key.substr(0, space));
}

}  // namespace rasoat::registry
