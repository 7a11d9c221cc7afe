// Values at rest that only the holder of a key can read: AES-256-GCM, with
// several keys by number, so that a key can be changed while rows sealed with
// the one before are about.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/common/crypto/secret_bytes.h"

namespace rasoat::crypto {

/// A sealed value, and the number of the key that opens it.
struct Sealed {
  /// 1 or more. 0 is left to its users, for a value that is not sealed yet.
  std::uint32_t key_id = 0;
  /// Nonce (12 bytes), ciphertext (as long as the plain text), tag (16 bytes).
  std::string bytes;

  friend bool operator==(const Sealed&, const Sealed&) = default;
};

/// The keys of one purpose: the newest seals, all open.
///
/// Whoever seals also says what the value belongs to, such as the table's name
/// and the row's key: the associated data is not stored, but without the very
/// same bytes the value does not open. A sealed value that was copied to
/// another row is thus found out. The same value never gives the same bytes
/// twice, so equal rows cannot be told from outside.
///
/// Nonces are 96 random bits from the system's generator: one key is good for
/// 2^32 values (a province writes in the order of 2^23 a round).
///
/// Immutable, so thread safe. A value of 500 bytes is sealed in about a
/// microsecond: each thread keeps a cipher context that has its key already.
class KeyRing {
 public:
  /// Bytes that sealing adds to a value.
  static constexpr std::size_t kOverhead = 28;

  /// Reads "2:<base64 of 32 bytes>,1:<base64>": newest first, numbers 1 to
  /// 4294967295, falling. Messages never quote a key.
  ///
  /// Errors:
  ///   FAILED_PRECONDITION  DATA_KEYS_WRONG  no key, an entry that is not
  ///     `number:base64 of 32 bytes`, numbers that do not fall, a key twice
  static absl::StatusOr<KeyRing> Parse(absl::string_view setting);

  /// Seals `plain` with the newest key; `associated` is what it belongs to.
  Sealed Seal(absl::string_view plain, absl::string_view associated) const;

  /// Reads what Seal() made with the same `associated`.
  ///
  /// Errors:
  ///   FAILED_PRECONDITION  KEY_UNKNOWN  the ring lost that key, or never had
  ///   it DATA_LOSS            SEAL_BROKEN  changed, cut, of another key or row
  absl::StatusOr<std::string> Open(std::uint32_t key_id,
                                   absl::string_view bytes,
                                   absl::string_view associated) const;

  /// The number of the key that seals.
  std::uint32_t newest() const { return keys_.front().id; }
  /// The numbers of all keys, newest first.
  std::vector<std::uint32_t> ids() const;

 private:
  struct Key {
    std::uint32_t id;
    /// Tells keys of different rings apart in a thread's contexts.
    std::uint64_t serial;
    SecretBytes secret;
  };

  explicit KeyRing(std::vector<Key> keys) : keys_(std::move(keys)) {}

  std::vector<Key> keys_;
};

}  // namespace rasoat::crypto
