#include "gateway/openapi/document.h"

#include <map>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "gateway/openapi/comments.h"
#include "gateway/openapi/operation.h"
#include "gateway/openapi/schema.h"
#include "gateway/transcoding/json_writer.h"
#include "gateway/upstream/upstreams.h"

namespace rasoat::gateway {
namespace {

constexpr char kAbout[] =
    "The API of rasoat, made from its protos. Requests and responses follow "
    "the JSON mapping of Protocol Buffers: 64-bit integers are strings.\n\n"
    "Sign in at `POST /v1/sessions` and send the token as `Authorization: "
    "Bearer …`. `X-Request-Id` names a request in logs and is returned; "
    "`X-Request-Timeout` limits it, in seconds. Streams come as JSON lines, or "
    "as server-sent events to who accepts `text/event-stream`.";

constexpr char kErrorSchema[] = R"({
"type":"object","description":"What went wrong and what to do.",
"required":["error"],"properties":{"error":{"type":"object",
"required":["code","status","message","details"],"properties":{
"code":{"type":"integer","description":"The HTTP status."},
"status":{"type":"string","description":"The canonical code, such as INVALID_ARGUMENT."},
"message":{"type":"string","description":"English, for programmers."},
"details":{"type":"array","description":"google.rpc details: ErrorInfo with the stable reason, BadRequest with the fields, LocalizedMessage in vi and en.",
"items":{"type":"object","required":["@type"],"properties":{"@type":{"type":"string"}},"additionalProperties":true}}}}}})";

constexpr std::pair<const char*, const char*> kErrors[] = {
    {"400", "The request is wrong, or cannot be carried out now."},
    {"401", "No token, or one that is no longer valid."},
    {"403", "The caller lacks the role, or the area."},
    {"404", "There is no such thing."},
    {"409", "It exists already, or has changed since it was read."},
    {"429", "Too much at once; see Retry-After."},
    {"503", "A service is away; see Retry-After."},
};

void WritePaths(const RouteTable& routes, Schemas& schemas, JsonWriter& out) {
  using Bound = std::pair<const Route*, PathItem>;
  std::map<std::string, std::map<std::string, Bound>> paths;
  for (const Route& route : routes.routes()) {
    PathItem item = PathItemOf(route);
    std::string path = item.path;
    paths[path].try_emplace(absl::AsciiStrToLower(route.http_method), &route,
                            std::move(item));
  }
  std::set<std::string> ids;
  out.Key("paths").BeginObject();
  for (const auto& [path, methods] : paths) {
    out.Key(path).BeginObject();
    for (const auto& [http_method, bound] : methods) {
      const auto& [route, item] = bound;
      const auto& method = *route->method;
      std::string id =
          absl::StrCat(method.service()->name(), "_", method.name());
      if (route->binding > 0) absl::StrAppend(&id, "_", route->binding + 1);
      while (!ids.insert(id).second) {
        id = absl::StrCat(UpstreamName(method.file()->package()), "_", id);
      }
      out.Key(http_method);
      WriteOperation(*route, item, id, schemas, out);
    }
    out.EndObject();
  }
  out.EndObject();
}

void WriteTags(const RouteTable& routes, JsonWriter& out) {
  std::set<const google::protobuf::ServiceDescriptor*> seen;
  out.Key("tags").BeginArray();
  for (const Route& route : routes.routes()) {
    const auto* service = route.method->service();
    if (!seen.insert(service).second) continue;
    out.BeginObject();
    out.Member("name", TagOf(*service));
    const std::string comment = CommentOf(*service);
    out.Member("description", comment.empty() ? service->name() : comment);
    out.EndObject();
  }
  out.EndArray();
}

void WriteComponents(Schemas& schemas, JsonWriter& out) {
  out.Key("components").BeginObject();
  out.Key("securitySchemes").BeginObject();
  out.Key("bearer").BeginObject();
  out.Member("type", "http");
  out.Member("scheme", "bearer");
  out.Member("description", "The token that signing in gives.");
  out.EndObject();
  out.EndObject();
  out.Key("responses").BeginObject();
  for (const auto& [code, about] : kErrors) {
    out.Key(code).BeginObject();
    out.Member("description", about);
    out.Key("content").BeginObject();
    out.Key("application/json").BeginObject();
    out.Key("schema").BeginObject();
    out.Member("$ref", "#/components/schemas/Error");
    out.EndObject();
    out.EndObject();
    out.EndObject();
    out.EndObject();
  }
  out.EndObject();
  out.Key("schemas").BeginObject();
  out.Key("Error").Raw(kErrorSchema);
  schemas.Definitions(out);
  out.EndObject();
  out.EndObject();
}

}  // namespace

std::string OpenApiDocument(const RouteTable& routes) {
  std::string text;
  JsonWriter out(text);
  Schemas schemas;
  out.BeginObject();
  out.Member("openapi", "3.1.0");
  out.Key("info").BeginObject();
  out.Member("title", "rasoat");
  out.Member("version", "v1");
  out.Member("description", kAbout);
  out.EndObject();
  out.Key("servers").BeginArray();
  out.BeginObject();
  out.Member("url", "/");
  out.EndObject();
  out.EndArray();
  out.Key("security").BeginArray();
  out.BeginObject();
  out.Key("bearer").BeginArray();
  out.EndArray();
  out.EndObject();
  out.EndArray();
  WriteTags(routes, out);
  WritePaths(routes, schemas, out);
  WriteComponents(schemas, out);
  out.EndObject();
  return text;
}

}  // namespace rasoat::gateway
