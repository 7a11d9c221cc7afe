// Identifiers that sort by the time they were made, 128 bits: 48 of
// milliseconds since 1970, 80 of chance. Written as 26 characters of
// Crockford's base 32, stored as BINARY(16). An offline client may make its
// own.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <mutex>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/common/clock/clock.h"

namespace rasoat {

/// One identifier. Compares as its bytes, its text and its time do; the
/// all-zero value stands for "none".
struct Ulid {
  /// Most significant byte first.
  std::array<std::uint8_t, 16> bytes{};

  /// The 26 canonical characters, upper case.
  std::string ToString() const;
  /// The 16 bytes as a string, for a BINARY(16) column.
  std::string ToBytes() const;
  /// Reads what ToBytes wrote.
  ///
  /// Errors:
  ///   INVALID_ARGUMENT  ULID_MALFORMED  not exactly 16 bytes
  static absl::StatusOr<Ulid> FromBytes(absl::string_view bytes);
  /// When it was made, to the millisecond.
  absl::Time Time() const;
  /// True for the all-zero value.
  bool empty() const;

  friend auto operator<=>(const Ulid&, const Ulid&) = default;
  template <class H>
  friend H AbslHashValue(H h, const Ulid& id) {
    return H::combine(std::move(h), id.bytes);
  }
};

/// Reads 26 canonical characters: upper case, no I L O U, at most 7ZZ…Z.
/// Strict, so that one identifier has one spelling and one resource name.
/// `field` is the request field to blame.
///
/// Errors:
///   INVALID_ARGUMENT  ULID_MALFORMED  anything else (a Violation)
absl::StatusOr<Ulid> ParseUlid(absl::string_view text,
                               absl::string_view field = "name");

/// Makes identifiers. Implementations are thread safe.
class IdSource {
 public:
  virtual ~IdSource() = default;
  /// A new identifier, never given before.
  virtual Ulid Next() = 0;
};

/// Makes unguessable identifiers in rising order.
///
/// Each is greater than the one before from the same source, also within one
/// millisecond (the random part is then incremented by a random step) and when
/// the clock steps back (the old millisecond is kept). Chance comes from the
/// kernel. `clock` must outlive the source.
class RandomIdSource final : public IdSource {
 public:
  explicit RandomIdSource(const Clock& clock) : clock_(clock) {}
  RandomIdSource(const RandomIdSource&) = delete;

  Ulid Next() override;

 private:
  const Clock& clock_;
  std::mutex mu_;  // guards what follows
  Ulid last_;
  std::int64_t last_ms_ = -1;
};

}  // namespace rasoat
