#include "services/common/crypto/key_ring.h"

#include <openssl/evp.h>
#include <openssl/rand.h>
#include <pthread.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/status/error.h"

namespace rasoat::crypto {
namespace {

constexpr std::size_t kNonceSize = 12;
constexpr std::size_t kTagSize = 16;
static_assert(KeyRing::kOverhead == kNonceSize + kTagSize);

std::atomic<std::uint64_t> next_serial{1};

/// OpenSSL fails here only without memory or with a broken build.
void MustHold(bool held) {
  if (!held) std::abort();
}

unsigned char* Bytes(char* text) {
  return reinterpret_cast<unsigned char*>(text);
}
const unsigned char* Bytes(const char* text) {
  return reinterpret_cast<const unsigned char*>(text);
}

const EVP_CIPHER* Cipher() {
  // Looking a cipher up costs more than sealing with it.
  static const EVP_CIPHER* const cipher =
      EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
  MustHold(cipher != nullptr);
  return cipher;
}

/// Rises in the child of a fork, which must not use up its parent's nonces.
std::atomic<unsigned>& Forks() {
  static std::atomic<unsigned> forks{0};
  static const int watched =
      pthread_atfork(nullptr, nullptr, [] { forks.fetch_add(1); });
  MustHold(watched == 0);
  return forks;
}

/// Nonces drawn in bulk, for one thread.
class Nonces {
 public:
  const unsigned char* Next() {
    const unsigned fork = Forks().load(std::memory_order_relaxed);
    if (at_ == bytes_.size() || fork != fork_) {
      MustHold(RAND_bytes(bytes_.data(), static_cast<int>(bytes_.size())) == 1);
      at_ = 0;
      fork_ = fork;
    }
    const unsigned char* nonce = bytes_.data() + at_;
    at_ += kNonceSize;
    return nonce;
  }

 private:
  std::array<unsigned char, 128 * kNonceSize> bytes_;
  std::size_t at_ = bytes_.size();
  unsigned fork_ = 0;
};

/// A cipher context that keeps the last key's schedule, for one thread and
/// one direction.
class Context {
 public:
  explicit Context(bool seals) : context_(EVP_CIPHER_CTX_new()), seals_(seals) {
    MustHold(context_ != nullptr);
  }
  Context(const Context&) = delete;
  ~Context() { EVP_CIPHER_CTX_free(context_); }

  /// The context, ready for one value under that key and nonce.
  EVP_CIPHER_CTX* Ready(std::uint64_t serial, const SecretBytes& secret,
                        const unsigned char* nonce) {
    const bool same = serial == serial_;
    MustHold(EVP_CipherInit_ex(context_, same ? nullptr : Cipher(), nullptr,
                               same ? nullptr : secret.data(), nonce,
                               seals_ ? 1 : 0) == 1);
    serial_ = serial;
    return context_;
  }

 private:
  EVP_CIPHER_CTX* const context_;
  const bool seals_;
  std::uint64_t serial_ = 0;
};

void Associate(EVP_CIPHER_CTX* context, absl::string_view associated) {
  int unused = 0;
  MustHold(EVP_CipherUpdate(context, nullptr, &unused, Bytes(associated.data()),
                            static_cast<int>(associated.size())) == 1);
}

absl::Status Wrong(absl::string_view what) {
  return Error(absl::StatusCode::kFailedPrecondition, "DATA_KEYS_WRONG",
               absl::StrCat("the data keys are wrong: ", what));
}

}  // namespace

absl::StatusOr<KeyRing> KeyRing::Parse(absl::string_view setting) {
  std::vector<Key> keys;
  if (setting.empty()) return Wrong("there is none");
  for (absl::string_view entry : absl::StrSplit(setting, ',')) {
    const std::size_t place = keys.size() + 1;
    const std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(entry, absl::MaxSplits(':', 1));
    std::uint32_t id = 0;
    const std::optional<SecretBytes> secret =
        SecretBytes::FromBase64(parts.second);
    if (!absl::SimpleAtoi(parts.first, &id) || id == 0 || !secret) {
      return Wrong(
          absl::StrCat("entry ", place, " is not `number:base64 of 32 bytes`"));
    }
    if (!keys.empty() && keys.back().id <= id) {
      return Wrong(absl::StrCat("entry ", place,
                                " has no lower number than the one before "
                                "(the newest stands first)"));
    }
    for (const Key& other : keys) {
      if (other.secret == *secret) {
        return Wrong(absl::StrCat("entry ", place, " repeats a key"));
      }
    }
    keys.push_back(
        {.id = id, .serial = next_serial.fetch_add(1), .secret = *secret});
  }
  return KeyRing(std::move(keys));
}

Sealed KeyRing::Seal(absl::string_view plain,
                     absl::string_view associated) const {
  thread_local Nonces nonces;
  thread_local Context context(true);
  const Key& key = keys_.front();
  const unsigned char* nonce = nonces.Next();
  EVP_CIPHER_CTX* const cipher = context.Ready(key.serial, key.secret, nonce);
  Associate(cipher, associated);
  Sealed sealed{.key_id = key.id,
                .bytes = std::string(kOverhead + plain.size(), '\0')};
  std::memcpy(sealed.bytes.data(), nonce, kNonceSize);
  unsigned char* const out = Bytes(sealed.bytes.data()) + kNonceSize;
  int size = 0;
  int rest = 0;
  MustHold(EVP_EncryptUpdate(cipher, out, &size, Bytes(plain.data()),
                             static_cast<int>(plain.size())) == 1);
  MustHold(EVP_EncryptFinal_ex(cipher, out + size, &rest) == 1);
  MustHold(EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_GET_TAG, kTagSize,
                               out + plain.size()) == 1);
  return sealed;
}

absl::StatusOr<std::string> KeyRing::Open(std::uint32_t key_id,
                                          absl::string_view bytes,
                                          absl::string_view associated) const {
  const auto key = std::find_if(keys_.begin(), keys_.end(),
                                [&](const Key& k) { return k.id == key_id; });
  if (key == keys_.end()) {
    return Error(absl::StatusCode::kFailedPrecondition, "KEY_UNKNOWN",
                 absl::StrCat("there is no data key number ", key_id));
  }
  const auto broken = [] {
    return Error(absl::StatusCode::kDataLoss, "SEAL_BROKEN",
                 "a sealed value is not what was sealed");
  };
  if (bytes.size() < kOverhead) return broken();
  thread_local Context context(false);
  EVP_CIPHER_CTX* const cipher =
      context.Ready(key->serial, key->secret, Bytes(bytes.data()));
  Associate(cipher, associated);
  std::string tag(bytes.substr(bytes.size() - kTagSize));
  bytes = bytes.substr(kNonceSize, bytes.size() - kOverhead);
  std::string plain(bytes.size(), '\0');
  int size = 0;
  int rest = 0;
  MustHold(EVP_DecryptUpdate(cipher, Bytes(plain.data()), &size,
                             Bytes(bytes.data()),
                             static_cast<int>(bytes.size())) == 1);
  MustHold(EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_SET_TAG, kTagSize,
                               tag.data()) == 1);
  if (EVP_DecryptFinal_ex(cipher, Bytes(plain.data()) + size, &rest) != 1) {
    return broken();
  }
  return plain;
}

std::vector<std::uint32_t> KeyRing::ids() const {
  std::vector<std::uint32_t> ids;
  for (const Key& key : keys_) ids.push_back(key.id);
  return ids;
}

}  // namespace rasoat::crypto
