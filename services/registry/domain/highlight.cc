#include "services/registry/domain/highlight.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/registry/domain/name_fold.h"

namespace rasoat::registry {
namespace {

/// A name, a character at a time.
struct Characters {
  std::vector<int> lengths = {0};     ///< Of the key of each beginning.
  std::vector<bool> marks = {false};  ///< It adds nothing and parts no words.
};

Characters Read(absl::string_view full_name) {
  Characters read;
  std::size_t begin = 0;
  for (std::size_t end = 1; end <= full_name.size(); ++end) {
    const bool inside =
        end < full_name.size() &&
        (static_cast<unsigned char>(full_name[end]) & 0xC0) == 0x80;
    if (inside) continue;
    read.lengths.push_back(
        static_cast<int>(FoldName(full_name.substr(0, end)).size()));
    const absl::string_view character = full_name.substr(begin, end - begin);
    read.marks.push_back(FoldName(absl::StrCat("aa", character, "aa")) ==
                         "aaaa");
    begin = end;
  }
  return read;
}

/// The characters that make the key from `begin` until just before `end`.
TextSpan SpanOf(const Characters& name, std::size_t begin, std::size_t end) {
  const std::vector<int>& lengths = name.lengths;
  const int last = static_cast<int>(lengths.size()) - 1;
  TextSpan span;
  while (span.begin < last &&
         lengths[span.begin + 1] <= static_cast<int>(begin)) {
    ++span.begin;
  }
  span.end = span.begin;
  while (span.end < last && lengths[span.end] < static_cast<int>(end)) {
    ++span.end;
  }
  // Accents that stand by themselves belong to their letter.
  while (span.end < last && name.marks[span.end + 1]) ++span.end;
  return span;
}

}  // namespace

std::vector<TextSpan> HighlightName(absl::string_view full_name,
                                    absl::string_view typed, NameMatch match) {
  const Characters name = Read(full_name);
  if (match == NameMatch::kExact || match == NameMatch::kBegins) {
    return {SpanOf(name, 0, typed.size())};
  }
  const std::string key = FoldName(full_name);
  const std::size_t given = key.rfind(' ') + 1;  // 0 for a single word
  const std::string from_given = match == NameMatch::kMiddleOmitted
                                     ? GivenFirst(typed)
                                     : std::string(typed.data(), typed.size());
  const std::size_t first_word =
      std::min(from_given.find(' '), from_given.size());
  std::vector<TextSpan> spans;
  if (first_word < from_given.size()) {
    spans.push_back(SpanOf(name, 0, from_given.size() - first_word - 1));
  }
  spans.push_back(SpanOf(name, given, given + first_word));
  return spans;
}

}  // namespace rasoat::registry
