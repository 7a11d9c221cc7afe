// A file without a name that is written from front to back.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/common/sheet/source.h"

namespace rasoat::registry {

/// Gathers 256 KiB before it writes. What goes wrong is told by Finish(). One
/// thread at a time.
class ScratchFile {
 public:
  /// Errors: INTERNAL  EXPORT_NOT_WRITTEN  the folder cannot be written
  static absl::StatusOr<ScratchFile> Create(const std::string& folder);
  ScratchFile(ScratchFile&& other) noexcept;
  ScratchFile& operator=(ScratchFile&&) = delete;
  ~ScratchFile();

  /// Where to append; call Flush() now and then.
  std::string& text() { return text_; }
  /// Writes what has gathered, if that is worth it.
  void Flush() {
    if (text_.size() >= kGathered) Write();
  }
  /// The finished file. Errors: INTERNAL  EXPORT_NOT_WRITTEN, the disk is full,
  /// for example.
  absl::StatusOr<sheet::FileSource> Finish() &&;

 private:
  static constexpr std::size_t kGathered = 256 << 10;

  explicit ScratchFile(int descriptor) : descriptor_(descriptor) {}
  void Write();

  int descriptor_;
  int error_ = 0;
  std::int64_t size_ = 0;
  std::string text_;
};

}  // namespace rasoat::registry
