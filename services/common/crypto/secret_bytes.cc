#include "services/common/crypto/secret_bytes.h"

#include <openssl/crypto.h>

#include <algorithm>
#include <string>

#include "absl/strings/escaping.h"

namespace rasoat::crypto {

std::optional<SecretBytes> SecretBytes::FromBase64(absl::string_view text) {
  std::string bytes;
  const bool read = absl::Base64Unescape(text, &bytes) ||
                    absl::WebSafeBase64Unescape(text, &bytes);
  std::optional<SecretBytes> secret;
  if (read && bytes.size() == kSize) {
    secret = SecretBytes();
    std::copy(bytes.begin(), bytes.end(), secret->bytes_.begin());
  }
  OPENSSL_cleanse(bytes.data(), bytes.size());
  return secret;
}

SecretBytes::~SecretBytes() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }

}  // namespace rasoat::crypto
