#include "services/common/sheet/zip_archive.h"

#include <zip.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/sheet/faults.h"
#include "services/common/status/status_macros.h"

namespace rasoat::sheet {
namespace {

constexpr std::int64_t kRatioFrom = 16 << 20;

absl::Status BrokenZip() { return Broken("cấu trúc nén", "its zip structure"); }

std::uint64_t Number(absl::string_view bytes, std::size_t at, int length) {
  std::uint64_t number = 0;
  for (int i = length; i-- > 0;) {
    number = number << 8 | static_cast<std::uint8_t>(bytes[at + i]);
  }
  return number;
}

/// Reads how many parts the directory has, before the library takes memory for
/// each. Every record that could be the directory's end is asked.
absl::Status CheckPartCount(Source& source, const Limits& limits) {
  const std::int64_t length = std::min<std::int64_t>(source.size(), 66'000);
  std::string tail(static_cast<std::size_t>(length), '\0');
  RASOAT_ASSIGN_OR_RETURN(
      const std::size_t got,
      source.ReadAt(source.size() - length, tail.data(), tail.size()));
  tail.resize(got);
  bool ends = false;
  for (std::size_t at = tail.find("PK"); at != std::string::npos;
       at = tail.find("PK", at + 2)) {
    const absl::string_view record = absl::string_view(tail).substr(at);
    std::uint64_t count = 0;
    if (record.size() >= 22 && record.substr(2, 2) == "\x05\x06") {
      ends = true;
      count = Number(record, 10, 2);
      // All ones: the number stands in the larger record, asked in its turn.
      if (count == 0xFFFF) count = 0;
    } else if (record.size() >= 56 && record.substr(2, 2) == "\x06\x06") {
      count = Number(record, 32, 8);
    } else if (record.size() >= 20 && record.substr(2, 2) == "\x06\x07") {
      const std::uint64_t where = Number(record, 8, 8);
      const auto seen = static_cast<std::uint64_t>(source.size() - length);
      if (where < seen) return BrokenZip();
    }
    if (count > static_cast<std::uint64_t>(limits.parts)) {
      return TooLarge("quá nhiều phần trong tệp nén", "too many parts in it");
    }
  }
  return ends ? absl::OkStatus() : BrokenZip();
}

}  // namespace

/// The source as libzip reads it.
struct ZipArchive::Stream {
  explicit Stream(Source& source) : source(source) { zip_error_init(&error); }
  ~Stream() { zip_error_fini(&error); }

  zip_int64_t Do(void* data, zip_uint64_t length, zip_source_cmd_t command) {
    switch (command) {
      case ZIP_SOURCE_OPEN:
        offset = 0;
        return 0;
      case ZIP_SOURCE_READ: {
        auto got = source.ReadAt(offset, static_cast<char*>(data), length);
        if (!got.ok()) {
          failed = got.status();
          zip_error_set(&error, ZIP_ER_READ, 0);
          return -1;
        }
        offset += static_cast<std::int64_t>(*got);
        return static_cast<zip_int64_t>(*got);
      }
      case ZIP_SOURCE_STAT: {
        auto* stat = static_cast<zip_stat_t*>(data);
        zip_stat_init(stat);
        stat->valid = ZIP_STAT_SIZE;
        stat->size = static_cast<zip_uint64_t>(source.size());
        return sizeof(zip_stat_t);
      }
      case ZIP_SOURCE_SEEK: {
        const zip_int64_t to = zip_source_seek_compute_offset(
            static_cast<zip_uint64_t>(offset),
            static_cast<zip_uint64_t>(source.size()), data, length, &error);
        if (to < 0) return -1;
        offset = to;
        return 0;
      }
      case ZIP_SOURCE_TELL:
        return offset;
      case ZIP_SOURCE_ERROR:
        return zip_error_to_data(&error, data, length);
      case ZIP_SOURCE_SUPPORTS:
        return zip_source_make_command_bitmap(
            ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT,
            ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE, ZIP_SOURCE_SEEK, ZIP_SOURCE_TELL,
            ZIP_SOURCE_SUPPORTS, -1);
      default:
        return 0;
    }
  }

  Source& source;
  std::int64_t offset = 0;
  zip_error_t error;
  absl::Status failed;  // what the source said, for who asked
};

ZipArchive::ZipArchive(std::unique_ptr<Stream> stream, const Limits& limits)
    : stream_(std::move(stream)), limits_(limits) {}

ZipArchive::~ZipArchive() {
  if (archive_ != nullptr) zip_discard(archive_);
}

absl::StatusOr<std::unique_ptr<ZipArchive>> ZipArchive::Open(
    Source& source, const Limits& limits) {
  RASOAT_RETURN_IF_ERROR(CheckPartCount(source, limits));
  std::unique_ptr<ZipArchive> archive(
      new ZipArchive(std::make_unique<Stream>(source), limits));
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* bytes = zip_source_function_create(
      [](void* stream, void* data, zip_uint64_t length,
         zip_source_cmd_t command) {
        return static_cast<Stream*>(stream)->Do(data, length, command);
      },
      archive->stream_.get(), &error);
  if (bytes != nullptr) {
    archive->archive_ = zip_open_from_source(bytes, ZIP_RDONLY, &error);
    if (archive->archive_ == nullptr) zip_source_free(bytes);
  }
  zip_error_fini(&error);
  if (archive->archive_ != nullptr) return archive;
  if (!archive->stream_->failed.ok()) return archive->stream_->failed;
  return BrokenZip();
}

bool ZipArchive::Has(const std::string& name) const {
  return zip_name_locate(archive_, name.c_str(), ZIP_FL_NOCASE) >= 0;
}

bool ZipArchive::Encrypted() const {
  const zip_int64_t count = zip_get_num_entries(archive_, 0);
  for (zip_int64_t i = 0; i < count; ++i) {
    zip_stat_t stat;
    if (zip_stat_index(archive_, static_cast<zip_uint64_t>(i), 0, &stat) != 0) {
      continue;
    }
    if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 &&
        stat.encryption_method != ZIP_EM_NONE) {
      return true;
    }
  }
  return false;
}

absl::StatusOr<ZipPart> ZipArchive::Read(const std::string& name) {
  const zip_int64_t at = zip_name_locate(archive_, name.c_str(), ZIP_FL_NOCASE);
  if (at < 0) {
    return Broken(absl::StrCat("thiếu phần ", name),
                  absl::StrCat("it lacks the part ", name));
  }
  zip_stat_t stat;
  zip_file_t* file = nullptr;
  const auto index = static_cast<zip_uint64_t>(at);
  if (zip_stat_index(archive_, index, 0, &stat) == 0) {
    file = zip_fopen_index(archive_, index, 0);
  }
  if (file == nullptr) {
    if (!stream_->failed.ok()) return stream_->failed;
    const int code = zip_error_code_zip(zip_get_error(archive_));
    if (code == ZIP_ER_NOPASSWD || code == ZIP_ER_WRONGPASSWD) {
      return Password();
    }
    return BrokenZip();
  }
  ZipPart part(*this, file, name);
  part.declared_ = static_cast<std::int64_t>(stat.size);
  part.packed_ =
      std::max<std::int64_t>(static_cast<std::int64_t>(stat.comp_size), 1);
  return part;
}

ZipPart::ZipPart(ZipPart&& other) noexcept
    : archive_(other.archive_),
      file_(std::exchange(other.file_, nullptr)),
      name_(std::move(other.name_)),
      offset_(other.offset_),
      declared_(other.declared_),
      packed_(other.packed_) {}

ZipPart::~ZipPart() {
  if (file_ != nullptr) zip_fclose(file_);
}

absl::StatusOr<std::size_t> ZipPart::Read(char* out, std::size_t length) {
  const zip_int64_t got = zip_fread(file_, out, length);
  if (got < 0) {
    if (!archive_.stream_->failed.ok()) return archive_.stream_->failed;
    return Broken(absl::StrCat("phần ", name_),
                  absl::StrCat("its part ", name_));
  }
  offset_ += got;
  const Limits& limits = archive_.limits_;
  if (offset_ > limits.part_bytes ||
      (offset_ > kRatioFrom && offset_ / packed_ > limits.ratio)) {
    return TooLarge(absl::StrCat("phần ", name_, " giải nén ra quá lớn"),
                    absl::StrCat("its part ", name_, " unpacks to too much"));
  }
  return static_cast<std::size_t>(got);
}

}  // namespace rasoat::sheet
