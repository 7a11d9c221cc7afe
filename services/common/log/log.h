// One JSON object a line on standard error. A line says what the program did,
// never to whom: no names, numbers, addresses, SQL values or tokens.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace rasoat::log {

/// How much a line matters to the person on duty.
enum class Level {
  kInfo,     ///< normal work
  kWarning,  ///< the program helped itself; many of them deserve a look
  kError,    ///< a person has to do something
};

/// A line being put together:
///
///   log::Line("call").Add("method", method).Add("ms", 3).Write();
///
/// It starts with "time" (UTC, milliseconds), "level" and "event"; the fields
/// follow in the order they were added. Bytes that are not UTF-8 become U+FFFD,
/// so that a line is always valid JSON. One thread at a time; Write() of
/// several threads at once never mixes lines.
class Line {
 public:
  /// `event` is a short stable word such as "call" or "schema_refused".
  explicit Line(absl::string_view event, Level level = Level::kInfo);

  /// Adds a text.
  Line& Add(absl::string_view key, absl::string_view value);
  /// Adds a text.
  Line& Add(absl::string_view key, const char* value) {
    return Add(key, absl::string_view(value));
  }
  /// Adds a text.
  Line& Add(absl::string_view key, const std::string& value) {
    return Add(key, absl::string_view(value));
  }
  /// Adds a truth value.
  Line& Add(absl::string_view key, bool value);
  /// Adds a fraction; not-a-number and infinities become null.
  Line& Add(absl::string_view key, double value);
  /// Adds a whole number.
  template <std::integral Number>
  Line& Add(absl::string_view key, Number value) {
    if constexpr (std::unsigned_integral<Number>) {
      return AddUnsigned(key, value);
    } else {
      return AddSigned(key, value);
    }
  }

  /// The line as it stands, closed, with its newline.
  std::string Text() const;

  /// Writes the line with one write(2), so that lines of many threads and
  /// processes do not mix. A failure is ignored: there is nowhere to report it.
  void Write(int fd = 2) const;

 private:
  Line& AddSigned(absl::string_view key, std::int64_t value);
  Line& AddUnsigned(absl::string_view key, std::uint64_t value);
  void Key(absl::string_view key);

  std::string text_;
};

}  // namespace rasoat::log
