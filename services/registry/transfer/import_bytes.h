// An uploaded file as a source of bytes.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/clock/clock.h"
#include "services/common/sheet/source.h"
#include "services/registry/store/import_store.h"

namespace rasoat::registry {

/// Reads the pieces of a file from the store, and keeps the two read last. One
/// thread at a time; the store must outlive it.
class ImportBytes final : public sheet::Source {
 public:
  /// Errors: FAILED_PRECONDITION  IMPORT_FILE_GONE  the file was removed
  static absl::StatusOr<ImportBytes> Open(ImportStore& store,
                                          const Import& import);

  std::int64_t size() const override { return size_; }
  absl::StatusOr<std::size_t> ReadAt(std::int64_t offset, char* out,
                                     std::size_t length) override;

  /// SHA-256 of all of it, 32 bytes.
  absl::StatusOr<std::string> Sha256();

 private:
  struct Held {
    std::size_t place = static_cast<std::size_t>(-1);
    std::string bytes;
  };

  ImportBytes(ImportStore& store, const ImportId& id, std::int64_t size,
              std::vector<ImportChunk> chunks)
      : store_(store), id_(id), size_(size), chunks_(std::move(chunks)) {}
  absl::StatusOr<const std::string*> ChunkAt(std::size_t place);

  ImportStore& store_;
  const ImportId id_;
  const std::int64_t size_;
  const std::vector<ImportChunk> chunks_;
  Held last_;
  Held before_;
};

}  // namespace rasoat::registry
