// The parts of a zip, unpacked as they are read. Part of sheet/.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/common/sheet/reader.h"

struct zip;
struct zip_file;

namespace rasoat::sheet {

class ZipArchive;

/// One part being read. Its archive must outlive it.
class ZipPart {
 public:
  ZipPart(ZipPart&& other) noexcept;
  ZipPart& operator=(ZipPart&&) = delete;
  ~ZipPart();

  /// Up to `length` further bytes; 0 at the end. Errors: SHEET_BROKEN,
  /// SHEET_TOO_LARGE, those of the Source.
  absl::StatusOr<std::size_t> Read(char* out, std::size_t length);
  /// Unpacked bytes read so far, and what the directory says there are.
  std::int64_t offset() const { return offset_; }
  std::int64_t declared() const { return declared_; }
  /// What it is called in the archive.
  const std::string& name() const { return name_; }

 private:
  friend class ZipArchive;
  ZipPart(ZipArchive& archive, zip_file* file, std::string name)
      : archive_(archive), file_(file), name_(std::move(name)) {}

  ZipArchive& archive_;
  zip_file* file_;
  std::string name_;
  std::int64_t offset_ = 0;
  std::int64_t declared_ = 0;
  std::int64_t packed_ = 0;
};

/// A zip, opened from a Source. One thread at a time.
class ZipArchive {
 public:
  /// Errors: SHEET_BROKEN, SHEET_TOO_LARGE for its number of parts, SHEET_…
  /// of the Source.
  static absl::StatusOr<std::unique_ptr<ZipArchive>> Open(Source& source,
                                                          const Limits& limits);
  ~ZipArchive();
  ZipArchive(const ZipArchive&) = delete;

  /// True when it has that part.
  bool Has(const std::string& name) const;
  /// True when any part needs a password.
  bool Encrypted() const;
  /// Opens a part. Errors: SHEET_BROKEN when there is none, SHEET_PASSWORD.
  absl::StatusOr<ZipPart> Read(const std::string& name);
  const Limits& limits() const { return limits_; }

 private:
  friend class ZipPart;
  struct Stream;
  ZipArchive(std::unique_ptr<Stream> stream, const Limits& limits);

  std::unique_ptr<Stream> stream_;
  const Limits limits_;
  zip* archive_ = nullptr;
};

}  // namespace rasoat::sheet
