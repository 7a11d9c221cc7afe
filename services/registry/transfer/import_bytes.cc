#include "services/registry/transfer/import_bytes.h"

#include <openssl/evp.h>

#include <algorithm>
#include <cstring>
#include <memory>

#include "services/common/status/status_macros.h"
#include "services/registry/domain/refusals.h"

namespace rasoat::registry {
namespace {

constexpr absl::Duration kReadTime = absl::Seconds(20);

}  // namespace

absl::StatusOr<ImportBytes> ImportBytes::Open(ImportStore& store,
                                              const Import& import) {
  RASOAT_ASSIGN_OR_RETURN(
      std::vector<ImportChunk> chunks,
      store.Chunks(import.id, SystemClock().Now() + kReadTime));
  std::int64_t at = 0;
  for (const ImportChunk& chunk : chunks) {
    if (chunk.offset != at) return ImportFileGone();
    at += chunk.length;
  }
  if (at != import.size) return ImportFileGone();
  return ImportBytes(store, import.id, import.size, std::move(chunks));
}

absl::StatusOr<const std::string*> ImportBytes::ChunkAt(std::size_t place) {
  if (last_.place == place) return &last_.bytes;
  if (before_.place == place) return &before_.bytes;
  RASOAT_ASSIGN_OR_RETURN(std::string bytes,
                          store_.ReadChunk(id_, chunks_[place].offset,
                                           SystemClock().Now() + kReadTime));
  before_ =
      std::exchange(last_, Held{.place = place, .bytes = std::move(bytes)});
  return &last_.bytes;
}

absl::StatusOr<std::size_t> ImportBytes::ReadAt(std::int64_t offset, char* out,
                                                std::size_t length) {
  std::size_t done = 0;
  auto at = std::upper_bound(chunks_.begin(), chunks_.end(), offset,
                             [](std::int64_t wanted, const ImportChunk& chunk) {
                               return wanted < chunk.offset + chunk.length;
                             });
  for (; at != chunks_.end() && done < length; ++at) {
    RASOAT_ASSIGN_OR_RETURN(
        const std::string* bytes,
        ChunkAt(static_cast<std::size_t>(at - chunks_.begin())));
    const auto from = static_cast<std::size_t>(
        offset + static_cast<std::int64_t>(done) - at->offset);
    if (from >= bytes->size()) return ImportFileGone();
    const std::size_t count = std::min(length - done, bytes->size() - from);
    std::memcpy(out + done, bytes->data() + from, count);
    done += count;
  }
  return done;
}

absl::StatusOr<std::string> ImportBytes::Sha256() {
  const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context(
      EVP_MD_CTX_new(), EVP_MD_CTX_free);
  EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr);
  for (std::size_t i = 0; i < chunks_.size(); ++i) {
    RASOAT_ASSIGN_OR_RETURN(const std::string* bytes, ChunkAt(i));
    EVP_DigestUpdate(context.get(), bytes->data(), bytes->size());
  }
  std::string hash(32, '\0');
  EVP_DigestFinal_ex(context.get(),
                     reinterpret_cast<unsigned char*>(hash.data()), nullptr);
  return hash;
}

}  // namespace rasoat::registry
