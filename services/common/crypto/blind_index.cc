#include "services/common/crypto/blind_index.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "services/common/crypto/hmac.h"
#include "services/common/status/error.h"

namespace rasoat::crypto {

absl::StatusOr<BlindIndex> BlindIndex::Parse(absl::string_view setting) {
  const std::optional<SecretBytes> key = SecretBytes::FromBase64(setting);
  if (key) return BlindIndex(*key);
  return Error(absl::StatusCode::kFailedPrecondition, "INDEX_KEY_WRONG",
               "the index key is not the base64 of 32 bytes");
}

std::string BlindIndex::Of(absl::string_view purpose,
                           absl::string_view value) const {
  std::string bytes = Proof(purpose, value);
  bytes.resize(kSize);
  return bytes;
}

std::string BlindIndex::Proof(absl::string_view purpose,
                              absl::string_view value) const {
  // The zero byte ends the purpose: no two pairs make one text.
  return HmacSha256(key_,
                    absl::StrCat(purpose, absl::string_view("\0", 1), value));
}

}  // namespace rasoat::crypto
