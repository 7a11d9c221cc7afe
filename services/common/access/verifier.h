#pragma once

#include <array>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "services/common/access/identity.h"

namespace rasoat::access {

/// The public keys of those whose word counts. Immutable.
class Trust {
 public:
  using PublicKey = std::array<unsigned char, 32>;

  /// Reads the setting RASOAT_TRUST: `issuer:base64key`, separated by commas.
  /// An issuer may stand there twice, so that a key can be changed while
  /// tokens signed with the old one are about.
  ///
  /// Errors:
  ///   FAILED_PRECONDITION  TRUST_WRONG  empty, or an entry that is not
  ///                                     `issuer:base64 of 32 bytes`
  static absl::StatusOr<Trust> Parse(absl::string_view text);

  /// The keys of `issuer`; empty when nobody vouches for it.
  const std::vector<PublicKey>& KeysOf(absl::string_view issuer) const;

 private:
  std::map<std::string, std::vector<PublicKey>, std::less<>> keys_;
};

/// Turns a token into the identity it proves.
///
/// Tokens that passed are remembered, so that a caller who comes again costs
/// one look-up (no signature check, no allocation); their times are checked
/// every time. Thread safe; no I/O.
class Verifier {
 public:
  static constexpr std::size_t kMaxTokenBytes = 8 * 1024;
  static constexpr std::size_t kMaxGrants = 64;

  /// Remembers at most `remembered` tokens.
  explicit Verifier(Trust trust, std::size_t remembered = 8192);

  /// The identity behind `token` at `now`.
  ///
  /// Besides the signature this checks that people hold no ROLE_SERVICE and
  /// are `staff/…`, and that a service speaks only of itself and holds nothing
  /// but ROLE_SERVICE.
  ///
  /// Errors:
  ///   UNAUTHENTICATED  TOKEN_EXPIRED  `now` is at or after its end
  ///   UNAUTHENTICATED  TOKEN_INVALID  anything else that is wrong with it,
  ///                                   a start after `now` included
  absl::StatusOr<std::shared_ptr<const Identity>> Verify(
      absl::string_view token, absl::Time now) const;

 private:
  using Remembered =
      absl::flat_hash_map<std::string, std::shared_ptr<const Identity>>;

  absl::StatusOr<std::shared_ptr<const Identity>> Prove(
      absl::string_view token) const;
  std::shared_ptr<const Identity> Recall(absl::string_view token) const;
  void Remember(absl::string_view token,
                const std::shared_ptr<const Identity>& identity) const;
  void Keep(absl::string_view token,
            std::shared_ptr<const Identity> identity) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  const Trust trust_;
  const std::size_t half_;
  // Two generations: when the young one is full it becomes the old one, and
  // what nobody asked for in the meantime is forgotten.
  mutable absl::Mutex mu_;
  mutable Remembered young_ ABSL_GUARDED_BY(mu_);
  mutable Remembered old_ ABSL_GUARDED_BY(mu_);
};

}  // namespace rasoat::access
