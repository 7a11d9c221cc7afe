#include "services/registry/domain/media_type.h"

#include "absl/strings/match.h"

namespace rasoat::registry {
namespace {

struct Kind {
  MediaType type;
  absl::string_view name;
  absl::string_view ending;
};

constexpr Kind kKinds[] = {
    {MediaType::kJpeg, "image/jpeg", "jpg"},
    {MediaType::kPng, "image/png", "png"},
    {MediaType::kWebp, "image/webp", "webp"},
    {MediaType::kPdf, "application/pdf", "pdf"},
};

constexpr Kind kNone = {MediaType::kUnknown, "", ""};

const Kind& KindOf(MediaType type) {
  for (const Kind& kind : kKinds) {
    if (kind.type == type) return kind;
  }
  return kNone;
}

}  // namespace

MediaType SniffMediaType(absl::string_view bytes) {
  if (absl::StartsWith(bytes, "\xFF\xD8\xFF")) return MediaType::kJpeg;
  if (absl::StartsWith(bytes, "\x89PNG\r\n\x1A\n")) return MediaType::kPng;
  if (absl::StartsWith(bytes, "%PDF-")) return MediaType::kPdf;
  // RIFF, four bytes of length, WEBP.
  if (absl::StartsWith(bytes, "RIFF") && bytes.size() >= 12 &&
      bytes.substr(8, 4) == "WEBP") {
    return MediaType::kWebp;
  }
  return MediaType::kUnknown;
}

absl::string_view NameOf(MediaType type) { return KindOf(type).name; }

MediaType MediaTypeNamed(absl::string_view name) {
  for (const Kind& kind : kKinds) {
    if (kind.name == name) return kind.type;
  }
  return MediaType::kUnknown;
}

absl::string_view EndingOf(MediaType type) { return KindOf(type).ending; }

}  // namespace rasoat::registry
