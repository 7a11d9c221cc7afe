#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "gateway/transcoding/descriptors.h"
#include "gateway/transcoding/http_template.h"
#include "gateway/transcoding/path_matcher.h"
#include "google/protobuf/descriptor.h"

namespace rasoat::gateway {

/// One HTTP binding of one method, with all that a request needs to know.
struct Route {
  /// The fields from the request message down to one of them.
  using FieldPath = std::vector<const google::protobuf::FieldDescriptor*>;

  const google::protobuf::MethodDescriptor* method = nullptr;
  /// `/rasoat.registry.v1.Households/GetHousehold`.
  std::string rpc;
  /// `GET` and the pattern as it stands in the proto.
  std::string http_method;
  std::string pattern;
  HttpTemplate path;
  /// The field of each of the path's variables, in their order.
  std::vector<FieldPath> variables;
  /// What the body holds: nothing, the whole message, or one field.
  enum class Body { kNone, kWhole, kField } body = Body::kNone;
  const google::protobuf::FieldDescriptor* body_field = nullptr;
  /// Empty messages to make the request and the response from.
  const google::protobuf::Message* request = nullptr;
  const google::protobuf::Message* response = nullptr;
  /// For a response body rule; null: the whole response.
  const google::protobuf::FieldDescriptor* response_field = nullptr;
  /// Whether the response is a stream.
  bool streams = false;
  /// Whether what the body holds, or the response, is a google.api.HttpBody:
  /// bytes of any media type instead of JSON.
  bool raw_request = false;
  bool raw_response = false;
  /// 0 for the method's own rule, then its additional bindings.
  int binding = 0;
};

/// Every route of the API.
///
/// Built once, then immutable and thread safe. Must not outlive the
/// descriptors.
class RouteTable {
 public:
  /// Takes every method with a google.api.http rule.
  ///
  /// Errors, all meant for whoever wrote the proto:
  ///   INVALID_ARGUMENT BAD_TEMPLATE   the pattern does not parse
  ///   INVALID_ARGUMENT BAD_HTTP_RULE  it names a field that is not there or
  ///                                   cannot stand in a path; a client stream;
  ///                                   a method of no kind we know
  ///   ALREADY_EXISTS   ROUTE_CONFLICT two methods on one path
  static absl::StatusOr<RouteTable> Build(const Descriptors& descriptors);

  /// All routes, in the order of files, services, methods and bindings.
  const std::vector<Route>& routes() const { return routes_; }

  /// See PathMatcher. `HEAD` finds what `GET` does.
  std::optional<PathMatch> Find(absl::string_view http_method,
                                absl::string_view path) const;
  std::vector<std::string> Methods(absl::string_view path) const {
    return matcher_.Methods(path);
  }

 private:
  std::vector<Route> routes_;
  PathMatcher matcher_;
};

}  // namespace rasoat::gateway
