// Settings come from the environment only and are read once, at the start. A
// missing or wrong one stops the start and names itself.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace rasoat::config {

/// The environment as it was when the process started. Reading it once keeps
/// getenv() out of the rest of the program and lets a test pass its own map.
/// An empty value counts as unset everywhere. Immutable, so thread safe.
class Env {
 public:
  explicit Env(std::map<std::string, std::string> values);
  /// Copies the environment of this process.
  static Env OfProcess();

  /// True when `name` is set and not empty.
  bool Has(absl::string_view name) const;

  /// The value of `name`.
  ///
  /// Errors:
  ///   FAILED_PRECONDITION  SETTING_MISSING  unset; the message names it
  absl::StatusOr<std::string> Require(absl::string_view name) const;

  /// The value of `name`, or `otherwise`.
  std::string Get(absl::string_view name, absl::string_view otherwise) const;

  /// The whole number in `name`, or `otherwise`; both ends of the range count.
  ///
  /// Errors:
  ///   INVALID_ARGUMENT  SETTING_WRONG  not a number or out of range
  absl::StatusOr<std::int64_t> Int(absl::string_view name,
                                   std::int64_t otherwise, std::int64_t min,
                                   std::int64_t max) const;

  /// "1", "true", "yes", "on" or "0", "false", "no", "off" in `name`.
  ///
  /// Errors:
  ///   INVALID_ARGUMENT  SETTING_WRONG  any other word
  absl::StatusOr<bool> Flag(absl::string_view name, bool otherwise) const;

  /// A span of time in `name` with its unit: "250ms", "30s", "1h30m".
  ///
  /// Errors:
  ///   INVALID_ARGUMENT  SETTING_WRONG  malformed or negative
  absl::StatusOr<absl::Duration> Duration(absl::string_view name,
                                          absl::Duration otherwise) const;

  /// The comma-separated words in `name`, trimmed, empty ones left out.
  std::vector<std::string> List(absl::string_view name) const;

 private:
  std::map<std::string, std::string, std::less<>> values_;
};

}  // namespace rasoat::config
