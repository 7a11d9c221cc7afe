#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"

namespace rasoat::gateway {

/// An HTTP request, read whole.
struct Request {
  /// Upper case, as clients send it.
  std::string method;
  /// The target's path, still percent-encoded, starting with a slash.
  std::string path;
  /// What follows the question mark; empty for none.
  std::string query;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  /// The client's `X-Request-Id` if it was usable, else one of our making.
  std::string id;

  /// The first value of a header, whatever its case; empty if absent.
  absl::string_view Header(absl::string_view name) const {
    for (const auto& [key, value] : headers) {
      if (absl::EqualsIgnoreCase(key, name)) return value;
    }
    return "";
  }
};

/// An HTTP response: whole, or the head of a stream.
struct Reply {
  int status = 200;
  std::string content_type = "application/json";
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

}  // namespace rasoat::gateway
