#include "services/registry/domain/photo_position.h"

#include <cstddef>
#include <cstdint>

#include "absl/strings/strip.h"

namespace rasoat::registry {
namespace {

constexpr std::uint32_t kGpsTag = 0x8825;

std::uint32_t Byte(absl::string_view bytes, std::size_t at) {
  return static_cast<std::uint8_t>(bytes[at]);
}

/// A number of `size` bytes; there must be as many.
std::uint32_t Number(absl::string_view bytes, std::size_t at, std::size_t size,
                     bool big_endian) {
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < size; ++i) {
    number = number << 8 | Byte(bytes, big_endian ? at + i : at + size - 1 - i);
  }
  return number;
}

/// Looks into EXIF data, which is a TIFF file of directories.
bool HasGps(absl::string_view tiff) {
  if (tiff.size() < 8) return false;
  const bool big_endian = tiff.substr(0, 2) == "MM";
  if (!big_endian && tiff.substr(0, 2) != "II") return false;
  if (Number(tiff, 2, 2, big_endian) != 42) return false;
  const std::size_t directory = Number(tiff, 4, 4, big_endian);
  if (directory > tiff.size() - 2) return false;
  const std::size_t entries = Number(tiff, directory, 2, big_endian);
  constexpr std::size_t kEntry = 12;
  for (std::size_t i = 0; i < entries; ++i) {
    const std::size_t at = directory + 2 + i * kEntry;
    if (at + kEntry > tiff.size()) return false;
    if (Number(tiff, at, 2, big_endian) == kGpsTag) return true;
  }
  return false;
}

bool JpegHasGps(absl::string_view bytes) {
  constexpr std::uint32_t kScan = 0xDA;
  constexpr std::uint32_t kApplication1 = 0xE1;
  std::size_t at = 2;
  while (at + 4 <= bytes.size() && Byte(bytes, at) == 0xFF) {
    const std::uint32_t marker = Byte(bytes, at + 1);
    if (marker == 0xFF) {  // padding
      ++at;
      continue;
    }
    if (marker == kScan) return false;
    const std::size_t length = Number(bytes, at + 2, 2, true);
    if (length < 2 || at + 2 + length > bytes.size()) return false;
    absl::string_view segment = bytes.substr(at + 4, length - 2);
    if (marker == kApplication1 &&
        absl::ConsumePrefix(&segment, absl::string_view("Exif\0\0", 6)) &&
        HasGps(segment)) {
      return true;
    }
    at += 2 + length;
  }
  return false;
}

bool PngHasGps(absl::string_view bytes) {
  std::size_t at = 8;
  while (at + 12 <= bytes.size()) {
    const std::size_t length = Number(bytes, at, 4, true);
    if (length > bytes.size() - at - 12) return false;
    if (bytes.substr(at + 4, 4) == "eXIf" &&
        HasGps(bytes.substr(at + 8, length))) {
      return true;
    }
    at += 12 + length;
  }
  return false;
}

bool WebpHasGps(absl::string_view bytes) {
  std::size_t at = 12;
  while (at + 8 <= bytes.size()) {
    const std::size_t length = Number(bytes, at + 4, 4, false);
    if (length > bytes.size() - at - 8) return false;
    if (bytes.substr(at, 4) == "EXIF") {
      absl::string_view exif = bytes.substr(at + 8, length);
      // Some writers put what JPEG puts before it.
      absl::ConsumePrefix(&exif, absl::string_view("Exif\0\0", 6));
      if (HasGps(exif)) return true;
    }
    at += 8 + length + length % 2;
  }
  return false;
}

}  // namespace

bool CarriesPosition(MediaType type, absl::string_view bytes) {
  switch (type) {
    case MediaType::kJpeg:
      return JpegHasGps(bytes);
    case MediaType::kPng:
      return PngHasGps(bytes);
    case MediaType::kWebp:
      return WebpHasGps(bytes);
    case MediaType::kPdf:
    case MediaType::kUnknown:
      return false;
  }
  return false;
}

}  // namespace rasoat::registry
