#pragma once

#include <string>

#include "gateway/transcoding/route_table.h"

namespace rasoat::gateway {

/// The OpenAPI 3.1 document of all routes: their parameters, bodies, roles and
/// errors, in the words of the protos' comments. Made once, at the start.
std::string OpenApiDocument(const RouteTable& routes);

}  // namespace rasoat::gateway
