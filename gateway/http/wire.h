#pragma once

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"
#include "gateway/http/request.h"

namespace rasoat::gateway {

/// How the length of a reply's body is told.
enum class Framing {
  kLength,   ///< Content-Length
  kChunked,  ///< Transfer-Encoding: chunked
  kClose,    ///< the connection closes; all that HTTP/1.0 knows for streams
};

/// The status line and headers of `reply`, with the empty line after them.
/// Adds Date, X-Request-Id, X-Content-Type-Options and what the framing and
/// `keep_alive` ask for. Thread safe.
std::string Head(const Reply& reply, absl::string_view request_id,
                 Framing framing, bool keep_alive);

/// What precedes a chunk of `size` bytes; CR LF follows it.
std::string ChunkHead(std::size_t size);

/// `id` if it may be logged and passed on (1 to 128 of A-Z a-z 0-9 . _ : -),
/// else a random one of 32 hexadecimal digits. Thread safe.
std::string RequestIdFrom(absl::string_view id);

}  // namespace rasoat::gateway
