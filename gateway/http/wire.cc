#include "gateway/http/wire.h"

#include <algorithm>
#include <ctime>
#include <random>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace rasoat::gateway {
namespace {

const char* Phrase(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 204:
      return "No Content";
    case 304:
      return "Not Modified";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 409:
      return "Conflict";
    case 413:
      return "Payload Too Large";
    case 415:
      return "Unsupported Media Type";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 499:
      return "Client Closed Request";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    default:
      return "Status";
  }
}

// Made once a second and thread: formatting a date costs more than the rest.
const std::string& DateNow() {
  thread_local std::time_t made = 0;
  thread_local std::string text;
  const std::time_t now = std::time(nullptr);
  if (now != made) {
    std::tm utc{};
    gmtime_r(&now, &utc);
    char buffer[40];
    std::strftime(buffer, sizeof buffer, "%a, %d %b %Y %H:%M:%S GMT", &utc);
    text = buffer;
    made = now;
  }
  return text;
}

}  // namespace

std::string Head(const Reply& reply, absl::string_view request_id,
                 Framing framing, bool keep_alive) {
  std::string head;
  head.reserve(512);
  absl::StrAppend(&head, "HTTP/1.1 ", reply.status, " ", Phrase(reply.status),
                  "\r\nDate: ", DateNow(), "\r\nX-Request-Id: ", request_id,
                  "\r\nX-Content-Type-Options: nosniff\r\n");
  const bool empty = reply.status == 204 || reply.status == 304;
  if (!empty) {
    absl::StrAppend(&head, "Content-Type: ", reply.content_type, "\r\n");
    if (framing == Framing::kLength) {
      absl::StrAppend(&head, "Content-Length: ", reply.body.size(), "\r\n");
    } else if (framing == Framing::kChunked) {
      absl::StrAppend(&head, "Transfer-Encoding: chunked\r\n");
    }
  }
  for (const auto& [name, value] : reply.headers) {
    absl::StrAppend(&head, name, ": ", value, "\r\n");
  }
  absl::StrAppend(
      &head, "Connection: ",
      keep_alive && framing != Framing::kClose ? "keep-alive" : "close",
      "\r\n\r\n");
  return head;
}

std::string ChunkHead(std::size_t size) {
  return absl::StrCat(absl::Hex(size), "\r\n");
}

std::string RequestIdFrom(absl::string_view id) {
  const bool usable = !id.empty() && id.size() <= 128 &&
                      std::all_of(id.begin(), id.end(), [](char c) {
                        return absl::ascii_isalnum(c) || c == '.' || c == '_' ||
                               c == ':' || c == '-';
                      });
  if (usable) return std::string(id);
  thread_local std::mt19937_64 random{std::random_device{}()};
  return absl::StrCat(absl::Hex(random(), absl::kZeroPad16),
                      absl::Hex(random(), absl::kZeroPad16));
}

}  // namespace rasoat::gateway
