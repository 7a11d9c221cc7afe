#pragma once

#include <array>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/common/access/identity.h"
#include "services/common/clock/clock.h"

namespace rasoat::access {

/// Signs identities (Ed25519) in the name of one issuer.
///
/// A token is `rasoat1.` + base64url(identity) + `.` + base64url(signature),
/// without padding; see identity.proto. Thread safe; signing costs about 30 µs
/// and no I/O.
class Signer {
 public:
  /// How far Issue() sets the start of a token back, so that a verifier whose
  /// clock is a little behind does not refuse a fresh one.
  static constexpr absl::Duration kBackdated = absl::Seconds(30);

  /// `seed` is the base64 (standard or URL alphabet, padding optional) of the
  /// 32 secret bytes.
  ///
  /// Errors:
  ///   FAILED_PRECONDITION  SIGNING_SEED_WRONG  not the base64 of 32 bytes
  static absl::StatusOr<Signer> FromSeed(std::string issuer,
                                         absl::string_view seed);

  /// The token that says exactly `identity`, with this signer's issuer.
  std::string Sign(const Identity& identity) const;

  /// A token for `subject`, good from kBackdated before `now` until just
  /// before `now + life`.
  std::string Issue(absl::string_view subject, std::vector<Grant> grants,
                    absl::Time now, absl::Duration life) const;

  /// The base64 of the public key, as RASOAT_TRUST wants it.
  std::string PublicKey() const;

  const std::string& issuer() const { return issuer_; }

 private:
  using SecretKey = std::array<unsigned char, 64>;

  Signer(std::string issuer, const SecretKey& key)
      : issuer_(std::move(issuer)), key_(key) {}

  std::string issuer_;
  SecretKey key_;
};

/// The token with which a service speaks for itself: ROLE_SERVICE on the whole
/// tree, made again before it runs out. Thread safe.
class OwnToken {
 public:
  static constexpr absl::Duration kLife = absl::Minutes(30);

  /// `clock` must outlive this.
  OwnToken(Signer signer, const Clock& clock)
      : signer_(std::move(signer)), clock_(clock) {}

  /// A token with at least half of its life left.
  std::string Current();

 private:
  const Signer signer_;
  const Clock& clock_;
  std::mutex mu_;
  std::string token_;
  absl::Time renew_at_ = absl::InfinitePast();
};

}  // namespace rasoat::access
