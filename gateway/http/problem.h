#pragma once

#include <cstddef>

#include "absl/strings/string_view.h"
#include "gateway/http/request.h"
#include "gateway/transcoding/error_body.h"

namespace rasoat::gateway {

// What the gateway refuses in HTTP itself. Each carries its reason and both
// languages, as every failure does.

/// 400 BAD_HTTP_REQUEST: not HTTP, or a target that is no path.
Failure BadHttp();
/// 400 BAD_HEADER: `name` holds something it may not.
Failure BadHeader(absl::string_view name);
/// 404 NO_SUCH_PATH: neither a route nor a page.
Failure NoSuchPath();
/// 405 METHOD_NOT_ALLOWED.
Failure MethodNotAllowed();
/// 413 BODY_TOO_LARGE, with the limit in bytes.
Failure BodyTooLarge(std::size_t limit);
/// 415 UNSUPPORTED_MEDIA_TYPE: the body is not JSON.
Failure UnsupportedMediaType();
/// 431 HEADER_TOO_LARGE, with the limit in bytes.
Failure HeaderTooLarge(std::size_t limit);
/// 503 TOO_MANY_CONNECTIONS.
Failure TooManyConnections();
/// 500 INTERNAL: our own bug.
Failure OurBug();

/// The reply that tells a failure, with Retry-After where it helps.
Reply ReplyFor(const Failure& failure);

}  // namespace rasoat::gateway
