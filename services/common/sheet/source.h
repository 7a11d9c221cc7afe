// Where the bytes of a file come from.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace rasoat::sheet {

/// A file that can be read at any place. One thread at a time.
class Source {
 public:
  virtual ~Source() = default;
  /// Its bytes; does not change.
  virtual std::int64_t size() const = 0;
  /// Reads up to `length` bytes from `offset` into `out`; fewer only at the
  /// end. Returns how many. An error of its own comes through every reader
  /// as it is.
  virtual absl::StatusOr<std::size_t> ReadAt(std::int64_t offset, char* out,
                                             std::size_t length) = 0;
};

/// Bytes in memory.
class MemorySource final : public Source {
 public:
  explicit MemorySource(std::string bytes) : bytes_(std::move(bytes)) {}
  std::int64_t size() const override {
    return static_cast<std::int64_t>(bytes_.size());
  }
  absl::StatusOr<std::size_t> ReadAt(std::int64_t offset, char* out,
                                     std::size_t length) override;

 private:
  const std::string bytes_;
};

/// A file of the file system, which must not change meanwhile.
class FileSource final : public Source {
 public:
  /// Errors: NOT_FOUND  SHEET_FILE_UNREADABLE
  static absl::StatusOr<FileSource> Open(const std::string& path);
  /// Reads from an open descriptor, which is closed with it.
  FileSource(int descriptor, std::int64_t size)
      : descriptor_(descriptor), size_(size) {}
  FileSource(FileSource&& other) noexcept
      : descriptor_(std::exchange(other.descriptor_, -1)), size_(other.size_) {}
  FileSource& operator=(FileSource&&) = delete;
  ~FileSource() override;

  std::int64_t size() const override { return size_; }
  absl::StatusOr<std::size_t> ReadAt(std::int64_t offset, char* out,
                                     std::size_t length) override;

 private:
  int descriptor_;
  const std::int64_t size_;
};

}  // namespace rasoat::sheet
