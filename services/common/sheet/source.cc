#include "services/common/sheet/source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "services/common/status/error.h"

namespace rasoat::sheet {
namespace {

absl::Status Unreadable() {
  return Error(absl::StatusCode::kNotFound, "SHEET_FILE_UNREADABLE",
               "the file cannot be read");
}

}  // namespace

absl::StatusOr<std::size_t> MemorySource::ReadAt(std::int64_t offset, char* out,
                                                 std::size_t length) {
  if (offset < 0 || offset >= size()) return std::size_t{0};
  const std::size_t have = bytes_.size() - static_cast<std::size_t>(offset);
  const std::size_t count = std::min(length, have);
  std::memcpy(out, bytes_.data() + offset, count);
  return count;
}

absl::StatusOr<FileSource> FileSource::Open(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return Unreadable();
  struct stat facts {};
  if (::fstat(descriptor, &facts) != 0) {
    ::close(descriptor);
    return Unreadable();
  }
  return FileSource(descriptor, facts.st_size);
}

FileSource::~FileSource() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

absl::StatusOr<std::size_t> FileSource::ReadAt(std::int64_t offset, char* out,
                                               std::size_t length) {
  std::size_t done = 0;
  while (done < length) {
    const ssize_t got = ::pread(descriptor_, out + done, length - done,
                                offset + static_cast<std::int64_t>(done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Unreadable();
    if (got == 0) break;
    done += static_cast<std::size_t>(got);
  }
  return done;
}

}  // namespace rasoat::sheet
