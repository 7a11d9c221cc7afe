// Whether a picture says where it was taken.
#pragma once

#include "absl/strings/string_view.h"
#include "services/registry/domain/media_type.h"

namespace rasoat::registry {

/// True when the picture has EXIF data with a GPS part. Looks at the container
/// (JPEG segments, PNG and WebP chunks) and the first directory; what cannot be
/// followed counts as none. Reads no position. Linear in the number of
/// segments; never looks outside `bytes`.
bool CarriesPosition(MediaType type, absl::string_view bytes);

}  // namespace rasoat::registry
