// What kind of file some bytes are: by what they are, not by what is claimed.
#pragma once

#include "absl/strings/string_view.h"

namespace rasoat::registry {

/// The kinds of file that are taken. The number is stored.
enum class MediaType { kUnknown, kJpeg, kPng, kWebp, kPdf };

/// The kind of a file that begins with these bytes; sixteen are enough.
MediaType SniffMediaType(absl::string_view bytes);

/// `image/jpeg` and so on; "" for kUnknown.
absl::string_view NameOf(MediaType type);
/// The inverse; kUnknown for everything else.
MediaType MediaTypeNamed(absl::string_view name);

/// `jpg` and so on; "" for kUnknown.
absl::string_view EndingOf(MediaType type);

}  // namespace rasoat::registry
