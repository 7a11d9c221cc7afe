#pragma once

#include "absl/strings/string_view.h"
#include "gateway/http/request.h"

namespace rasoat::gateway {

/// The page at `/docs`, its script and its style: it reads `/openapi.json` in
/// the browser and lists what is there. False for any other path.
bool FindDocsPage(absl::string_view path, Reply& reply);

}  // namespace rasoat::gateway
