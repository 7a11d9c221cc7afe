#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "gateway/transcoding/http_template.h"

namespace rasoat::gateway {

/// A path that matched: the route and the text of its variables.
struct PathMatch {
  struct Value {
    /// Index into the template's `variables`.
    std::size_t variable = 0;
    /// Percent-decoded. Not yet checked to be UTF-8.
    std::string text;
  };
  /// The number given to Add().
  std::size_t route = 0;
  std::vector<Value> values;
};

/// Finds the route of a method and path.
///
/// A literal segment goes before `*`, and `*` before `**`, position by
/// position from the front, so the answer never depends on the order of Add().
/// A last segment with a colon is first tried as segment and verb.
///
/// Add() everything, then only look up: adding is not thread safe, the
/// finished matcher is. A look-up costs one step per segment plus those it has
/// to take back.
class PathMatcher {
 public:
  PathMatcher();
  PathMatcher(PathMatcher&&) noexcept;
  PathMatcher& operator=(PathMatcher&&) noexcept;
  ~PathMatcher();

  /// Adds a route under the HTTP method `method` (upper case).
  ///
  /// Errors: ALREADY_EXISTS ROUTE_CONFLICT  a route of the same method and the
  ///         same shape is there already, whatever its variables are called.
  absl::Status Add(absl::string_view method, const HttpTemplate& path,
                   std::size_t route);

  /// Finds the route of `path`, which is still percent-encoded and has no
  /// query. Nothing for an unknown path, another method, or a broken percent
  /// sequence.
  std::optional<PathMatch> Find(absl::string_view method,
                                absl::string_view path) const;

  /// The methods that have a route for `path`, sorted; for the Allow header.
  std::vector<std::string> Methods(absl::string_view path) const;

 private:
  struct Node;
  std::unique_ptr<Node> root_;
};

/// Decodes %XX. With `keep_slash`, %2F stays as it is. Nothing if a sequence
/// is broken.
std::optional<std::string> PercentDecode(absl::string_view text,
                                         bool keep_slash = false);

}  // namespace rasoat::gateway
