#include "services/registry/transfer/scratch_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/status/error.h"

namespace rasoat::registry {
namespace {

absl::Status NotWritten(int error) {
  return Error(absl::StatusCode::kInternal, "EXPORT_NOT_WRITTEN",
               absl::StrCat("the file cannot be written: ", strerror(error)));
}

}  // namespace

absl::StatusOr<ScratchFile> ScratchFile::Create(const std::string& folder) {
  const int descriptor =
      open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (descriptor >= 0) return ScratchFile(descriptor);
  // Not every file system knows files that never had a name.
  std::string name = folder + "/rasoat-export-XXXXXX";
  const int named = mkostemp(name.data(), O_CLOEXEC);
  if (named < 0) return NotWritten(errno);
  unlink(name.c_str());
  return ScratchFile(named);
}

ScratchFile::ScratchFile(ScratchFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      error_(other.error_),
      size_(other.size_),
      text_(std::move(other.text_)) {}

ScratchFile::~ScratchFile() {
  if (descriptor_ >= 0) close(descriptor_);
}

void ScratchFile::Write() {
  absl::string_view left = text_;
  while (!left.empty() && error_ == 0) {
    const ssize_t wrote = write(descriptor_, left.data(), left.size());
    if (wrote < 0 && errno != EINTR) error_ = errno;
    if (wrote > 0) left.remove_prefix(static_cast<std::size_t>(wrote));
  }
  size_ += static_cast<std::int64_t>(text_.size());
  text_.clear();
}

absl::StatusOr<sheet::FileSource> ScratchFile::Finish() && {
  Write();
  if (error_ != 0) return NotWritten(error_);
  return sheet::FileSource(std::exchange(descriptor_, -1), size_);
}

}  // namespace rasoat::registry
