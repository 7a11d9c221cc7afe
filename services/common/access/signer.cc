#include "services/common/access/signer.h"

#include <sodium.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "rasoat/api/v1/identity.pb.h"
#include "services/common/status/error.h"

namespace rasoat::access {
namespace {

static_assert(crypto_sign_SECRETKEYBYTES == 64);
static_assert(crypto_sign_PUBLICKEYBYTES == 32);

std::string Base64Url(absl::string_view bytes) {
  std::string text;
  absl::WebSafeBase64Escape(bytes, &text);  // writes no padding
  return text;
}

void SetTimestamp(absl::Time time, google::protobuf::Timestamp& out) {
  const std::int64_t seconds = absl::ToUnixSeconds(time);
  out.set_seconds(seconds);
  out.set_nanos(static_cast<std::int32_t>(
      absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(seconds))));
}

}  // namespace

absl::StatusOr<Signer> Signer::FromSeed(std::string issuer,
                                        absl::string_view seed) {
  std::string bytes;
  if ((!absl::Base64Unescape(seed, &bytes) &&
       !absl::WebSafeBase64Unescape(seed, &bytes)) ||
      bytes.size() != crypto_sign_SEEDBYTES || sodium_init() < 0) {
    return Error(absl::StatusCode::kFailedPrecondition, "SIGNING_SEED_WRONG",
                 absl::StrCat("the signing seed of ", issuer,
                              " is not the base64 of 32 bytes"));
  }
  SecretKey key;
  std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> unused;
  crypto_sign_seed_keypair(unused.data(), key.data(),
                           reinterpret_cast<unsigned char*>(bytes.data()));
  sodium_memzero(bytes.data(), bytes.size());
  return Signer(std::move(issuer), key);
}

std::string Signer::Sign(const Identity& identity) const {
  api::v1::Identity said;
  said.set_issuer(issuer_);
  said.set_subject(identity.subject);
  for (const Grant& grant : identity.grants) {
    api::v1::Grant& out = *said.add_grants();
    out.set_role(grant.role);
    out.set_area(grant.area);
  }
  SetTimestamp(identity.issue_time, *said.mutable_issue_time());
  SetTimestamp(identity.expire_time, *said.mutable_expire_time());
  const std::string bytes = said.SerializeAsString();
  std::string signature(crypto_sign_BYTES, '\0');
  crypto_sign_detached(reinterpret_cast<unsigned char*>(signature.data()),
                       nullptr,
                       reinterpret_cast<const unsigned char*>(bytes.data()),
                       bytes.size(), key_.data());
  return absl::StrCat("rasoat1.", Base64Url(bytes), ".", Base64Url(signature));
}

std::string Signer::Issue(absl::string_view subject, std::vector<Grant> grants,
                          absl::Time now, absl::Duration life) const {
  return Sign({.issuer = issuer_,
               .subject = std::string(subject),
               .grants = std::move(grants),
               .issue_time = now - kBackdated,
               .expire_time = now + life});
}

std::string Signer::PublicKey() const {
  // libsodium keeps the public key in the second half of the secret one.
  return absl::Base64Escape(absl::string_view(
      reinterpret_cast<const char*>(key_.data()) + crypto_sign_SEEDBYTES,
      crypto_sign_PUBLICKEYBYTES));
}

std::string OwnToken::Current() {
  const absl::Time now = clock_.Now();
  std::lock_guard lock(mu_);
  if (now >= renew_at_ || now < renew_at_ - kLife) {
    token_ = signer_.Issue(absl::StrCat("services/", signer_.issuer()),
                           {{api::v1::ROLE_SERVICE, std::string(kWholeTree)}},
                           now, kLife);
    renew_at_ = now + kLife / 2;
  }
  return token_;
}

}  // namespace rasoat::access
