#include "services/common/config/env.h"

#include <unistd.h>

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/status/error.h"

namespace rasoat::config {
namespace {

absl::Status Wrong(absl::string_view name, absl::string_view wanted) {
  // Not the value itself: it may be a password set under the wrong name.
  return Error(absl::StatusCode::kInvalidArgument, "SETTING_WRONG",
               absl::StrCat(name, " must be ", wanted));
}

}  // namespace

Env::Env(std::map<std::string, std::string> values)
    : values_(std::make_move_iterator(values.begin()),
              std::make_move_iterator(values.end())) {}

Env Env::OfProcess() {
  std::map<std::string, std::string> values;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    std::pair<std::string, std::string> split =
        absl::StrSplit(*entry, absl::MaxSplits('=', 1));
    values.insert(std::move(split));
  }
  return Env(std::move(values));
}

bool Env::Has(absl::string_view name) const { return !Get(name, "").empty(); }

absl::StatusOr<std::string> Env::Require(absl::string_view name) const {
  std::string value = Get(name, "");
  if (value.empty()) {
    return Error(absl::StatusCode::kFailedPrecondition, "SETTING_MISSING",
                 absl::StrCat("set ", name));
  }
  return value;
}

std::string Env::Get(absl::string_view name,
                     absl::string_view otherwise) const {
  auto found = values_.find(std::string(name));
  return found == values_.end() || found->second.empty()
             ? std::string(otherwise)
             : found->second;
}

absl::StatusOr<std::int64_t> Env::Int(absl::string_view name,
                                      std::int64_t otherwise, std::int64_t min,
                                      std::int64_t max) const {
  if (!Has(name)) return otherwise;
  std::int64_t value = 0;
  if (!absl::SimpleAtoi(Get(name, ""), &value) || value < min || value > max) {
    return Wrong(name, absl::StrCat("a whole number from ", min, " to ", max));
  }
  return value;
}

absl::StatusOr<bool> Env::Flag(absl::string_view name, bool otherwise) const {
  if (!Has(name)) return otherwise;
  const std::string value = absl::AsciiStrToLower(Get(name, ""));
  for (absl::string_view yes : {"1", "true", "yes", "on"}) {
    if (value == yes) return true;
  }
  for (absl::string_view no : {"0", "false", "no", "off"}) {
    if (value == no) return false;
  }
  return Wrong(name, "1, true, yes, on or 0, false, no, off");
}

absl::StatusOr<absl::Duration> Env::Duration(absl::string_view name,
                                             absl::Duration otherwise) const {
  if (!Has(name)) return otherwise;
  absl::Duration value;
  if (!absl::ParseDuration(Get(name, ""), &value) ||
      value < absl::ZeroDuration()) {
    return Wrong(name, "a span of time with its unit, such as 250ms or 30s");
  }
  return value;
}

std::vector<std::string> Env::List(absl::string_view name) const {
  std::vector<std::string> words;
  for (absl::string_view word : absl::StrSplit(Get(name, ""), ',')) {
    word = absl::StripAsciiWhitespace(word);
    if (!word.empty()) words.emplace_back(word);
  }
  return words;
}

}  // namespace rasoat::config
