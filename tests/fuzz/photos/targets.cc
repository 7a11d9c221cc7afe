#include "tests/fuzz/photos/targets.h"

#include <cstdlib>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/registry/domain/media_type.h"
#include "services/registry/domain/photo_position.h"

namespace rasoat::registry {
namespace {

constexpr absl::string_view kExif("Exif\0\0", 6);

void Demand(bool holds) {
  if (!holds) std::abort();
}

std::string Number(std::size_t value, int bytes, bool big_endian) {
  std::string out;
  for (int i = 0; i < bytes; ++i) {
    const int shift = 8 * (big_endian ? bytes - 1 - i : i);
    out += static_cast<char>(value >> shift & 0xFF);
  }
  return out;
}

/// The least that is a JPEG, a PNG and a WebP with this EXIF data.
std::string JpegWith(absl::string_view exif) {
  return absl::StrCat("\xFF\xD8\xFF\xE1",
                      Number(2 + kExif.size() + exif.size(), 2, true), kExif,
                      exif, "\xFF\xDA");
}
std::string PngWith(absl::string_view exif) {
  return absl::StrCat("\x89PNG\r\n\x1A\n", Number(exif.size(), 4, true), "eXIf",
                      exif, "crc.");
}
std::string WebpWith(absl::string_view exif) {
  return absl::StrCat("RIFF", "len.", "WEBP", "EXIF",
                      Number(exif.size(), 4, false), exif);
}

bool Carries(const std::string& file) {
  return CarriesPosition(SniffMediaType(file), file);
}

}  // namespace

void FuzzMedia(const std::uint8_t* data, std::size_t size) {
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  const MediaType type = SniffMediaType(bytes);
  Demand(MediaTypeNamed(NameOf(type)) == type);
  // Looks at the beginning alone.
  Demand(SniffMediaType(bytes.substr(0, 16)) == type);
  for (const MediaType any :
       {MediaType::kUnknown, MediaType::kJpeg, MediaType::kPng,
        MediaType::kWebp, MediaType::kPdf}) {
    const bool carries = CarriesPosition(any, bytes);
    Demand(!carries || any != MediaType::kPdf);
  }
  constexpr std::size_t kMostInJpeg = 60'000;
  if (size > kMostInJpeg || absl::StartsWith(bytes, kExif)) return;
  const bool carries = Carries(JpegWith(bytes));
  Demand(Carries(PngWith(bytes)) == carries);
  Demand(Carries(WebpWith(bytes)) == carries);
}

}  // namespace rasoat::registry
