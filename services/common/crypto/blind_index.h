// Finding a row by a value that the row keeps sealed.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/common/crypto/secret_bytes.h"

namespace rasoat::crypto {

/// Turns a value into 16 bytes that only the holder of the key can make again,
/// for a BINARY(16) column with an index: equal values of one purpose give
/// equal bytes, and neither the value nor its equality across purposes can be
/// read from them.
///
/// HMAC-SHA-256 of the purpose and the value, cut to 128 bits: two of 2^23
/// different values meet with a chance of 2^-83. Whoever looks a value up
/// brings it into its one form first (digits only, no spaces).
///
/// The key is not changed with the data keys: that would need every value.
/// Immutable, so thread safe; well under a microsecond.
class BlindIndex {
 public:
  static constexpr std::size_t kSize = 16;

  /// Reads the base64 of the 32 secret bytes.
  ///
  /// Errors:
  ///   FAILED_PRECONDITION  INDEX_KEY_WRONG  not the base64 of 32 bytes
  static absl::StatusOr<BlindIndex> Parse(absl::string_view setting);

  /// The kSize bytes of `value` for `purpose`, such as "citizen_id"; a purpose
  /// holds no zero byte.
  std::string Of(absl::string_view purpose, absl::string_view value) const;

  /// All 32 bytes of the same: proof that who made them held the key.
  std::string Proof(absl::string_view purpose, absl::string_view value) const;

 private:
  explicit BlindIndex(const SecretBytes& key) : key_(key) {}

  SecretBytes key_;
};

}  // namespace rasoat::crypto
