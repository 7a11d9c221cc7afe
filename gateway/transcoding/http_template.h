#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace rasoat::gateway {

/// A path pattern of a google.api.http rule, taken apart.
///
/// `/v1/{name=rounds/*/villages/**}:open` becomes the segments `v1`, `rounds`,
/// one, `villages`, rest; the variable `name` over segments [1, end); and the
/// verb `open`.
struct HttpTemplate {
  /// What one position of a path must be.
  struct Segment {
    enum class Kind {
      kLiteral,  ///< exactly `literal`
      kOne,      ///< `*`: any one segment that is not empty
      kRest,     ///< `**`: all that is left, also nothing; only the last
    };
    Kind kind = Kind::kLiteral;
    std::string literal;

    bool operator==(const Segment&) const = default;
  };

  /// A run of segments whose text goes into a field.
  struct Variable {
    /// The field, step by step from the request message.
    std::vector<std::string> field_path;
    /// The run, half-open and 0-based; `end` counts `**` as one segment.
    std::size_t begin = 0;
    std::size_t end = 0;
    /// Whether the run may span several segments. Then an escaped slash in the
    /// path stays escaped in the value, so that it can be told from a real one.
    bool several = false;

    bool operator==(const Variable&) const = default;
  };

  std::vector<Segment> segments;
  std::vector<Variable> variables;
  /// What follows the last colon; empty for none.
  std::string verb;
};

/// Takes a pattern apart.
///
///   template = "/" segments [ ":" verb ]
///   segments = segment { "/" segment }
///   segment  = "*" | "**" | literal | "{" field { "." field } [ "=" segments ]
///   "}"
///
/// A literal or verb is made of letters, digits and `-._~`; a field of letters,
/// digits and `_`. `**` stands only at the end, variables do not nest, and none
/// appears twice.
///
/// Errors: INVALID_ARGUMENT BAD_TEMPLATE, with the 0-based offset.
absl::StatusOr<HttpTemplate> ParseHttpTemplate(absl::string_view text);

}  // namespace rasoat::gateway
