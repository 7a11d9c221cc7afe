#include "services/common/crypto/hmac.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <cstdlib>
#include <optional>

namespace rasoat::crypto {
namespace {

constexpr std::size_t kSize = 32;

void MustHold(bool held) {
  if (!held) std::abort();
}

/// An HMAC context that keeps the last key, for one thread.
class Context {
 public:
  Context() {
    EVP_MAC* mac = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
    MustHold(mac != nullptr);
    context_ = EVP_MAC_CTX_new(mac);
    EVP_MAC_free(mac);
    MustHold(context_ != nullptr);
  }
  Context(const Context&) = delete;
  ~Context() { EVP_MAC_CTX_free(context_); }

  void SetKey(absl::string_view key) {
    char digest[] = "SHA256";
    const OSSL_PARAM params[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
        OSSL_PARAM_construct_end()};
    MustHold(EVP_MAC_init(context_,
                          reinterpret_cast<const unsigned char*>(key.data()),
                          key.size(), params) == 1);
  }

  /// Begins again with the key set last.
  void Restart() { MustHold(EVP_MAC_init(context_, nullptr, 0, nullptr) == 1); }

  std::string Of(absl::string_view data) {
    std::string out(kSize, '\0');
    std::size_t size = 0;
    MustHold(EVP_MAC_update(context_,
                            reinterpret_cast<const unsigned char*>(data.data()),
                            data.size()) == 1);
    MustHold(EVP_MAC_final(context_,
                           reinterpret_cast<unsigned char*>(out.data()), &size,
                           out.size()) == 1);
    return out;
  }

 private:
  EVP_MAC_CTX* context_ = nullptr;
};

}  // namespace

std::string HmacSha256(const SecretBytes& key, absl::string_view data) {
  thread_local Context context;
  thread_local std::optional<SecretBytes> last;
  if (last && *last == key) {
    context.Restart();
  } else {
    context.SetKey(key.view());
    last = key;
  }
  return context.Of(data);
}

std::string HmacSha256(absl::string_view key, absl::string_view data) {
  thread_local Context context;
  context.SetKey(key);
  return context.Of(data);
}

}  // namespace rasoat::crypto
