// Values that go into statements. A caller writes plain C++ values; these types
// say how each is sent.
#pragma once

#include <concepts>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "services/common/ids/ulid.h"

namespace rasoat::mysql {

/// Bytes for a BINARY, VARBINARY or BLOB column: sent as they are. A view.
struct Blob {
  absl::string_view bytes;
};

/// One value. Texts and blobs are views: what they look at must live until the
/// statement has run (arguments of Execute and Query do).
///
/// Whole numbers (enums by their converter, not by their number), doubles,
/// bool as 0 and 1, text as utf8mb4, Blob, absl::Time as UTC DATETIME(6) (the
/// part below a microsecond is cut off), absl::CivilDay as DATE, Ulid as
/// BINARY(16), nullptr and an empty std::optional as NULL.
class Param {
 public:
  using Value =
      std::variant<std::nullptr_t, std::int64_t, std::uint64_t, double,
                   absl::string_view, Blob, absl::Time, absl::CivilDay, Ulid>;

  Param(std::nullptr_t) : value_(nullptr) {}
  Param(std::nullopt_t) : value_(nullptr) {}
  template <std::signed_integral N>
  Param(N value) : value_(static_cast<std::int64_t>(value)) {}
  template <std::unsigned_integral N>
  Param(N value) : value_(static_cast<std::uint64_t>(value)) {}
  Param(bool value) : value_(std::int64_t{value}) {}
  Param(double value) : value_(value) {}
  Param(const char* value) : value_(absl::string_view(value)) {}
  Param(absl::string_view value) : value_(value) {}
  Param(std::string_view value)
      : value_(absl::string_view(value.data(), value.size())) {}
  Param(const std::string& value) : value_(absl::string_view(value)) {}
  Param(Blob value) : value_(value) {}
  Param(absl::Time value) : value_(value) {}
  Param(absl::CivilDay value) : value_(value) {}
  Param(const Ulid& value) : value_(value) {}
  template <class T>
  Param(const std::optional<T>& value)
      : value_(value ? Param(*value).value_ : Value(nullptr)) {}

  const Value& value() const { return value_; }

 private:
  Value value_;
};

/// The values of some rows of a multi-row insert. Unlike a lone Param it copies
/// texts and blobs, so a row may be filled from temporaries.
class Params {
 public:
  /// Adds the next value of the row.
  Params& Add(const Param& param);
  /// Adds several, left to right.
  template <class... Values>
  Params& AddAll(const Values&... values) {
    (Add(Param(values)), ...);
    return *this;
  }
  /// How many there are.
  std::size_t size() const { return values_.size(); }
  const Param& operator[](std::size_t at) const { return values_[at]; }
  absl::Span<const Param> values() const { return values_; }
  /// Of the texts and blobs together.
  std::size_t bytes() const { return bytes_; }
  /// Forgets all, keeping the room.
  void Clear();

 private:
  absl::string_view Keep(absl::string_view text);

  std::vector<Param> values_;
  std::deque<std::string> blocks_;
  std::size_t bytes_ = 0;
};

/// The moment as MySQL writes it: "2026-01-31 23:59:59.000001", UTC.
std::string DateTimeText(absl::Time time);
/// The day as MySQL writes it: "2026-01-31".
std::string DateText(absl::CivilDay day);
/// Appends the value as an SQL literal that means the same under every
/// sql_mode: text outside plain ASCII and every blob go in hexadecimal, so no
/// byte of it is ever read as SQL.
void AppendLiteral(const Param& param, std::string& sql);

}  // namespace rasoat::mysql
