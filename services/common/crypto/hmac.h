#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "services/common/crypto/secret_bytes.h"

namespace rasoat::crypto {

/// The HMAC-SHA-256 of `data`, 32 bytes (RFC 2104, FIPS 198-1).
///
/// Thread safe. Costs well under a microsecond for short data while a thread
/// stays with one key.
std::string HmacSha256(const SecretBytes& key, absl::string_view data);

/// The same under a key of any length, which is set up anew at each call.
std::string HmacSha256(absl::string_view key, absl::string_view data);

}  // namespace rasoat::crypto
