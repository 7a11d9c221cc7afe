#include "gateway/transcoding/binding.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "gateway/transcoding/field_text.h"
#include "gateway/transcoding/json_body.h"
#include "gateway/transcoding/raw_body.h"
#include "gateway/transcoding/refusal.h"
#include "gateway/transcoding/utf8.h"
#include "services/common/status/status_macros.h"

namespace rasoat::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// The submessage that holds the last field of the path, made as needed.
Message& Holder(Message& root, const Route::FieldPath& path) {
  Message* at = &root;
  for (std::size_t i = 0; i + 1 < path.size(); ++i) {
    at = at->GetReflection()->MutableMessage(at, path[i]);
  }
  return *at;
}

std::string JsonPath(const Route::FieldPath& path) {
  std::string name;
  for (const FieldDescriptor* field : path) {
    if (!name.empty()) name.push_back('.');
    name.append(field->json_name());
  }
  return name;
}

absl::StatusOr<Route::FieldPath> Resolve(const Descriptor& root,
                                         absl::string_view name) {
  Route::FieldPath path;
  const Descriptor* type = &root;
  for (absl::string_view step : absl::StrSplit(name, '.')) {
    const FieldDescriptor* field =
        type == nullptr ? nullptr : FindField(*type, step);
    if (field == nullptr) return UnknownField(name);
    // A step below a list would not say which element is meant.
    if (!path.empty() && path.back()->is_repeated()) {
      return NotAQueryField(name);
    }
    path.push_back(field);
    type = field->message_type();
  }
  if (path.back()->is_map() || !HasTextForm(*path.back())) {
    return NotAQueryField(name);
  }
  return path;
}

bool StartsWith(const Route::FieldPath& path, const Route::FieldPath& head) {
  return path.size() >= head.size() &&
         std::equal(head.begin(), head.end(), path.begin());
}

absl::Status CheckFree(const Route& route, const Route::FieldPath& path) {
  if (route.body == Route::Body::kWhole ||
      (route.body == Route::Body::kField && path[0] == route.body_field)) {
    return FieldBoundTwice(JsonPath(path));
  }
  for (const Route::FieldPath& bound : route.variables) {
    if (StartsWith(path, bound)) return FieldBoundTwice(JsonPath(path));
  }
  return absl::OkStatus();
}

std::optional<std::string> QueryDecode(absl::string_view text) {
  auto decoded = PercentDecode(absl::StrReplaceAll(text, {{"+", "%20"}}));
  if (!decoded || !IsUtf8(*decoded)) return std::nullopt;
  return decoded;
}

absl::Status BindPair(const Route& route, absl::string_view pair,
                      std::set<Route::FieldPath>& seen, Message& message) {
  std::pair<absl::string_view, absl::string_view> halves =
      absl::StrSplit(pair, absl::MaxSplits('=', 1));
  std::optional<std::string> name = QueryDecode(halves.first);
  if (!name) return BadEncoding("");
  RASOAT_ASSIGN_OR_RETURN(Route::FieldPath path,
                          Resolve(*message.GetDescriptor(), *name));
  RASOAT_RETURN_IF_ERROR(CheckFree(route, path));
  std::optional<std::string> text = QueryDecode(halves.second);
  if (!text) return BadEncoding(JsonPath(path));
  const FieldDescriptor& field = *path.back();
  Message& holder = Holder(message, path);
  if (!field.is_repeated()) {
    if (!seen.insert(path).second) return RepeatedField(JsonPath(path));
    if (const auto* oneof = field.real_containing_oneof();
        oneof != nullptr && holder.GetReflection()->HasOneof(holder, oneof)) {
      return SeveralOfOneof(JsonPath(path));
    }
  }
  if (!SetFromText(holder, field, *text)) {
    return WrongType(JsonPath(path), field);
  }
  return absl::OkStatus();
}

absl::Status BindBody(const Route& route, absl::string_view body,
                      Message& message) {
  body = absl::StripAsciiWhitespace(body);
  switch (route.body) {
    case Route::Body::kNone:
      if (body.empty() || body == "{}") return absl::OkStatus();
      return UnexpectedBody();
    case Route::Body::kWhole:
      return body.empty() ? absl::OkStatus() : ReadJson(body, message);
    case Route::Body::kField:
      if (body.empty()) return absl::OkStatus();
      return ReadJsonField(body, message, *route.body_field);
  }
  return absl::OkStatus();
}

void BindRawBody(const Route& route, absl::string_view content_type,
                 absl::string_view body, Message& message) {
  if (body.empty()) return;
  FillRawBody(content_type, body,
              route.body_field == nullptr
                  ? message
                  : *message.GetReflection()->MutableMessage(&message,
                                                             route.body_field));
}

absl::Status BindPath(const Route& route, const PathMatch& match,
                      Message& message) {
  for (const PathMatch::Value& value : match.values) {
    const Route::FieldPath& path = route.variables[value.variable];
    if (!IsUtf8(value.text)) return BadEncoding(JsonPath(path));
    if (!SetFromText(Holder(message, path), *path.back(), value.text)) {
      return WrongType(JsonPath(path), *path.back());
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<Message>> Bind(const Route& route,
                                              const PathMatch& match,
                                              absl::string_view query,
                                              absl::string_view content_type,
                                              absl::string_view body) {
  std::unique_ptr<Message> message(route.request->New());
  if (route.raw_request) {
    BindRawBody(route, content_type, body, *message);
  } else {
    RASOAT_RETURN_IF_ERROR(BindBody(route, body, *message));
  }
  if (!query.empty()) {
    std::set<Route::FieldPath> seen;
    for (absl::string_view pair : absl::StrSplit(query, '&')) {
      if (pair.empty()) continue;
      RASOAT_RETURN_IF_ERROR(BindPair(route, pair, seen, *message));
    }
  }
  RASOAT_RETURN_IF_ERROR(BindPath(route, match, *message));
  return message;
}

}  // namespace rasoat::gateway
