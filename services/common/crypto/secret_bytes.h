#pragma once

#include <array>
#include <optional>

#include "absl/strings/string_view.h"

namespace rasoat::crypto {

/// 32 secret bytes, wiped from memory when they go.
class SecretBytes {
 public:
  static constexpr std::size_t kSize = 32;

  /// Reads the base64 (standard or URL alphabet, padding optional) of exactly
  /// 32 bytes; nothing else is a secret.
  static std::optional<SecretBytes> FromBase64(absl::string_view text);

  SecretBytes(const SecretBytes&) = default;
  SecretBytes& operator=(const SecretBytes&) = default;
  ~SecretBytes();

  const unsigned char* data() const { return bytes_.data(); }
  absl::string_view view() const {
    return {reinterpret_cast<const char*>(bytes_.data()), kSize};
  }
  friend bool operator==(const SecretBytes&, const SecretBytes&) = default;

 private:
  SecretBytes() = default;

  std::array<unsigned char, kSize> bytes_{};
};

}  // namespace rasoat::crypto
