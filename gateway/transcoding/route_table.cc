#include "gateway/transcoding/route_table.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/transcoding/field_text.h"
#include "gateway/transcoding/raw_body.h"
#include "google/api/annotations.pb.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace rasoat::gateway {
namespace {

using google::api::HttpRule;
using google::protobuf::FieldDescriptor;
using google::protobuf::MethodDescriptor;

absl::Status BadRule(const MethodDescriptor& method, absl::string_view what) {
  return Error(absl::StatusCode::kInvalidArgument, "BAD_HTTP_RULE",
               absl::StrCat(method.full_name(), ": ", what));
}

absl::Status SetMethodAndPattern(const HttpRule& rule, Route& route) {
  switch (rule.pattern_case()) {
    case HttpRule::kGet:
      route.http_method = "GET";
      route.pattern = rule.get();
      break;
    case HttpRule::kPut:
      route.http_method = "PUT";
      route.pattern = rule.put();
      break;
    case HttpRule::kPost:
      route.http_method = "POST";
      route.pattern = rule.post();
      break;
    case HttpRule::kDelete:
      route.http_method = "DELETE";
      route.pattern = rule.delete_();
      break;
    case HttpRule::kPatch:
      route.http_method = "PATCH";
      route.pattern = rule.patch();
      break;
    case HttpRule::kCustom:
      route.http_method = rule.custom().kind();
      route.pattern = rule.custom().path();
      break;
    case HttpRule::PATTERN_NOT_SET:
      return BadRule(*route.method, "the rule has no pattern");
  }
  return absl::OkStatus();
}

absl::StatusOr<Route::FieldPath> Resolve(const MethodDescriptor& method,
                                         const HttpTemplate::Variable& named) {
  Route::FieldPath path;
  const google::protobuf::Descriptor* type = method.input_type();
  for (const std::string& step : named.field_path) {
    const FieldDescriptor* field =
        type == nullptr ? nullptr : type->FindFieldByName(step);
    if (field == nullptr) {
      return BadRule(method, absl::StrCat("no field '", step, "' in the path"));
    }
    if (field->is_repeated()) {
      return BadRule(method, absl::StrCat("'", step, "' repeats"));
    }
    path.push_back(field);
    type = field->message_type();
  }
  if (!HasTextForm(*path.back())) {
    return BadRule(method, "a message cannot stand in a path");
  }
  return path;
}

absl::Status SetBody(const HttpRule& rule, Route& route) {
  if (rule.body() == "*") {
    route.body = Route::Body::kWhole;
  } else if (!rule.body().empty()) {
    route.body = Route::Body::kField;
    route.body_field = route.method->input_type()->FindFieldByName(rule.body());
    if (route.body_field == nullptr) {
      return BadRule(*route.method,
                     absl::StrCat("no field '", rule.body(), "' for the body"));
    }
  }
  if (!rule.response_body().empty()) {
    route.response_field =
        route.method->output_type()->FindFieldByName(rule.response_body());
    if (route.response_field == nullptr) {
      return BadRule(*route.method, "no such field for the response body");
    }
  }
  const google::protobuf::Descriptor* sent =
      route.body == Route::Body::kWhole   ? route.method->input_type()
      : route.body == Route::Body::kField ? route.body_field->message_type()
                                          : nullptr;
  route.raw_request = IsRawBody(sent);
  route.raw_response = IsRawBody(route.response_field == nullptr
                                     ? route.method->output_type()
                                     : route.response_field->message_type());
  if ((route.raw_request && route.body_field != nullptr &&
       route.body_field->is_repeated()) ||
      (route.raw_response && route.response_field != nullptr &&
       route.response_field->is_repeated())) {
    return BadRule(*route.method, "a list of raw bodies has no HTTP form");
  }
  return absl::OkStatus();
}

absl::StatusOr<Route> MakeRoute(const Descriptors& descriptors,
                                const MethodDescriptor& method,
                                const HttpRule& rule, int binding) {
  Route route;
  route.method = &method;
  route.rpc =
      absl::StrCat("/", method.service()->full_name(), "/", method.name());
  route.binding = binding;
  route.streams = method.server_streaming();
  if (method.client_streaming()) {
    return BadRule(method, "a client stream has no HTTP form here");
  }
  RASOAT_RETURN_IF_ERROR(SetMethodAndPattern(rule, route));
  RASOAT_ASSIGN_OR_RETURN(route.path, ParseHttpTemplate(route.pattern));
  for (const HttpTemplate::Variable& variable : route.path.variables) {
    RASOAT_ASSIGN_OR_RETURN(Route::FieldPath path, Resolve(method, variable));
    route.variables.push_back(std::move(path));
  }
  RASOAT_RETURN_IF_ERROR(SetBody(rule, route));
  route.request = &descriptors.Prototype(*method.input_type());
  route.response = &descriptors.Prototype(*method.output_type());
  return route;
}

}  // namespace

absl::StatusOr<RouteTable> RouteTable::Build(const Descriptors& descriptors) {
  RouteTable table;
  auto add = [&](const MethodDescriptor& method, const HttpRule& rule,
                 int binding) -> absl::Status {
    RASOAT_ASSIGN_OR_RETURN(Route route,
                            MakeRoute(descriptors, method, rule, binding));
    absl::Status added =
        table.matcher_.Add(route.http_method, route.path, table.routes_.size());
    if (!added.ok()) {
      return Error(added.code(), ReasonOf(added),
                   absl::StrCat(route.rpc, " at ", route.http_method, " ",
                                route.pattern, ": ", added.message()));
    }
    table.routes_.push_back(std::move(route));
    return absl::OkStatus();
  };
  for (const auto* file : descriptors.files()) {
    for (int s = 0; s < file->service_count(); ++s) {
      for (int m = 0; m < file->service(s)->method_count(); ++m) {
        const MethodDescriptor& method = *file->service(s)->method(m);
        if (!method.options().HasExtension(google::api::http)) continue;
        const HttpRule& rule = method.options().GetExtension(google::api::http);
        RASOAT_RETURN_IF_ERROR(add(method, rule, 0));
        for (int i = 0; i < rule.additional_bindings_size(); ++i) {
          RASOAT_RETURN_IF_ERROR(
              add(method, rule.additional_bindings(i), i + 1));
        }
      }
    }
  }
  return table;
}

std::optional<PathMatch> RouteTable::Find(absl::string_view http_method,
                                          absl::string_view path) const {
  if (auto match = matcher_.Find(http_method, path)) return match;
  if (http_method == "HEAD") return matcher_.Find("GET", path);
  return std::nullopt;
}

}  // namespace rasoat::gateway
