// Keys and tokens for tests of who may do what.
#pragma once

#include <gtest/gtest.h>
#include <sodium.h>

#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/common/access/signer.h"
#include "services/common/access/verifier.h"

namespace rasoat::access {

/// A signer whose seed is 32 times `letter`.
inline Signer SignerOf(std::string issuer, char letter) {
  absl::StatusOr<Signer> signer = Signer::FromSeed(
      std::move(issuer), absl::Base64Escape(std::string(32, letter)));
  EXPECT_TRUE(signer.ok()) << signer.status();
  return *std::move(signer);
}

/// A token over any bytes at all, signed with the key of SignerOf(…, letter).
inline std::string TokenOver(absl::string_view bytes, char letter) {
  const std::string seed(crypto_sign_SEEDBYTES, letter);
  unsigned char open[crypto_sign_PUBLICKEYBYTES];
  unsigned char secret[crypto_sign_SECRETKEYBYTES];
  crypto_sign_seed_keypair(open, secret,
                           reinterpret_cast<const unsigned char*>(seed.data()));
  std::string signature(crypto_sign_BYTES, '\0');
  crypto_sign_detached(reinterpret_cast<unsigned char*>(signature.data()),
                       nullptr,
                       reinterpret_cast<const unsigned char*>(bytes.data()),
                       bytes.size(), secret);
  return absl::StrCat("rasoat1.", absl::WebSafeBase64Escape(bytes), ".",
                      absl::WebSafeBase64Escape(signature));
}

/// Trust in these signers, each under its own name.
template <class... Signers>
Trust TrustIn(const Signers&... signers) {
  std::string text;
  ((absl::StrAppend(&text, text.empty() ? "" : ",", signers.issuer(), ":",
                    signers.PublicKey())),
   ...);
  absl::StatusOr<Trust> trust = Trust::Parse(text);
  EXPECT_TRUE(trust.ok()) << trust.status();
  return *std::move(trust);
}

}  // namespace rasoat::access
