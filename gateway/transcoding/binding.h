#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "gateway/transcoding/path_matcher.h"
#include "gateway/transcoding/route_table.h"
#include "google/protobuf/message.h"

namespace rasoat::gateway {

/// Makes a route's request message from path, query and body.
///
/// The body is read first, then the query, then the path, which has the last
/// word. Query names are fields of the request, `.` between the steps, in JSON
/// or proto spelling; a repeated field may be given several times. A body of
/// white space counts as none, and as `{}` where the rule wants one. Where the
/// rule takes no body, `{}` is let pass. A raw body (Route::raw_request) is
/// taken as it is, with its media type; an empty one counts as none.
///
/// `query` is what follows the question mark, still encoded; `+` in it is a
/// space. Pure; may be called from any thread.
///
/// Errors: those of ReadJson(), and, INVALID_ARGUMENT too:
///   BAD_ENCODING       a broken percent sequence or no UTF-8
///   NOT_A_QUERY_FIELD  the name of a message or a map
///   FIELD_BOUND_TWICE  a query field that the path or the body holds
///   UNEXPECTED_BODY    a body where the rule takes none
absl::StatusOr<std::unique_ptr<google::protobuf::Message>> Bind(
    const Route& route, const PathMatch& match, absl::string_view query,
    absl::string_view content_type, absl::string_view body);

}  // namespace rasoat::gateway
