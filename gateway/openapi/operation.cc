#include "gateway/openapi/operation.h"

#include <algorithm>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gateway/openapi/comments.h"
#include "gateway/transcoding/field_text.h"
#include "gateway/upstream/upstreams.h"
#include "rasoat/api/v1/access.pb.h"

namespace rasoat::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using Segment = HttpTemplate::Segment;

std::string Singular(const std::string& plural) {
  if (absl::EndsWith(plural, "ies")) {
    return plural.substr(0, plural.size() - 3) + "y";
  }
  if (absl::EndsWith(plural, "elves")) {
    return plural.substr(0, plural.size() - 3) + "f";
  }
  for (const char* ending : {"sses", "ches", "shes", "xes"}) {
    if (absl::EndsWith(plural, ending)) {
      return plural.substr(0, plural.size() - 2);
    }
  }
  if (absl::EndsWith(plural, "s") && !absl::EndsWith(plural, "ss")) {
    return plural.substr(0, plural.size() - 1);
  }
  return plural;
}

// What the access option asks, as a paragraph.
std::string AccessText(const google::protobuf::MethodDescriptor& method) {
  const api::v1::AccessRule& rule =
      method.options().GetExtension(api::v1::access);
  if (rule.anonymous()) return "Anyone may call it, signed in or not.";
  std::vector<std::string> roles;
  for (int role : rule.roles()) {
    roles.push_back(absl::StrCat(
        "`", api::v1::Role_Name(static_cast<api::v1::Role>(role)), "`"));
  }
  if (roles.empty()) return "No one may call it from outside.";
  std::string text = absl::StrCat("Roles: ", absl::StrJoin(roles, ", "), ".");
  if (!rule.area().field().empty()) {
    absl::StrAppend(&text, " The grant must reach the area of `",
                    rule.area().field(), "`.");
  }
  for (const api::v1::AreaSource& area : rule.also()) {
    absl::StrAppend(
        &text, " It must reach the area of `", area.field(),
        area.optional() ? "` as well, if that is given." : "` as well.");
  }
  return text;
}

void WriteParameter(const std::string& name, const char* in, bool required,
                    const FieldDescriptor& field, const std::string& about,
                    Schemas& schemas, JsonWriter& out) {
  out.BeginObject();
  out.Member("name", name);
  out.Member("in", in);
  if (required) out.Key("required").Bool(true);
  if (!about.empty()) out.Member("description", about);
  out.Key("schema");
  if (required) {
    out.BeginObject();
    out.Member("type", "string");
    out.EndObject();
  } else {
    schemas.Field(field, out);
  }
  out.EndObject();
}

// Every field a query can hold, with its dots; not those the path holds.
void WriteQuery(const Route& route, const Descriptor& type,
                const std::string& prefix, Route::FieldPath at,
                Schemas& schemas, JsonWriter& out) {
  if (at.size() > 4) return;  // deeper is legal, but no use to a reader
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    Route::FieldPath path = at;
    path.push_back(&field);
    if (std::find(route.variables.begin(), route.variables.end(), path) !=
        route.variables.end()) {
      continue;
    }
    if (at.empty() && &field == route.body_field) continue;
    const std::string name = absl::StrCat(prefix, field.json_name());
    if (!field.is_map() && HasTextForm(field)) {
      WriteParameter(name, "query", false, field, CommentOf(field), schemas,
                     out);
    } else if (!field.is_repeated() &&
               std::find(at.begin(), at.end(), &field) == at.end()) {
      WriteQuery(route, *field.message_type(), name + ".", path, schemas, out);
    }
  }
}

void WriteParameters(const Route& route, const PathItem& item, Schemas& schemas,
                     JsonWriter& out) {
  out.Key("parameters").BeginArray();
  for (const PathItem::Parameter& parameter : item.parameters) {
    const FieldDescriptor& field = *route.variables[parameter.variable].back();
    const std::string about =
        absl::StrCat("Part of `", field.name(), "`. ", CommentOf(field));
    WriteParameter(parameter.name, "path", true, field, about, schemas, out);
  }
  if (route.body != Route::Body::kWhole) {
    WriteQuery(route, *route.method->input_type(), "", {}, schemas, out);
  }
  out.EndArray();
}

// Bytes of whatever media type.
void WriteBinary(JsonWriter& out) {
  out.BeginObject();
  out.Member("type", "string");
  out.Member("format", "binary");
  out.EndObject();
}

void WriteBody(const Route& route, Schemas& schemas, JsonWriter& out) {
  if (route.body == Route::Body::kNone) return;
  out.Key("requestBody").BeginObject();
  out.Key("required").Bool(true);
  out.Key("content").BeginObject();
  out.Key(route.raw_request ? "*/*" : "application/json").BeginObject();
  out.Key("schema");
  if (route.raw_request) {
    WriteBinary(out);
  } else if (route.body == Route::Body::kField) {
    schemas.Field(*route.body_field, out);
  } else {
    std::set<std::string> bound;
    for (const Route::FieldPath& path : route.variables) {
      if (path.size() == 1) bound.insert(path[0]->name());
    }
    if (bound.empty()) {
      schemas.Message(*route.method->input_type(), out);
    } else {
      schemas.Fields(*route.method->input_type(), bound, out);
    }
  }
  out.EndObject();
  out.EndObject();
  out.EndObject();
}

void WriteResponses(const Route& route, bool anonymous, Schemas& schemas,
                    JsonWriter& out) {
  auto content = [&](const char* type) {
    out.Key(type).BeginObject();
    out.Key("schema");
    if (route.raw_response) {
      WriteBinary(out);
    } else if (route.response_field != nullptr) {
      schemas.Field(*route.response_field, out);
    } else {
      schemas.Message(*route.method->output_type(), out);
    }
    out.EndObject();
  };
  out.Key("responses").BeginObject();
  out.Key("200").BeginObject();
  const std::string about =
      route.raw_response ? "The file, of the media type that Content-Type says"
                         : SummaryOf(CommentOf(*route.method->output_type()));
  out.Member("description",
             about.empty() ? route.method->output_type()->name() : about);
  out.Key("content").BeginObject();
  if (route.raw_response) {
    content("*/*");
  } else if (route.streams) {
    content("application/x-ndjson");
    content("text/event-stream");
  } else {
    content("application/json");
  }
  out.EndObject();
  out.EndObject();
  for (const char* code : {"400", "401", "403", "404", "409", "429", "503"}) {
    const absl::string_view name(code);
    if (anonymous && name == "403") continue;
    out.Key(code).BeginObject();
    out.Member("$ref", absl::StrCat("#/components/responses/", code));
    out.EndObject();
  }
  out.EndObject();
}

}  // namespace

PathItem PathItemOf(const Route& route) {
  PathItem item;
  std::set<std::string> used;
  const std::vector<Segment>& segments = route.path.segments;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    item.path.push_back('/');
    if (segments[i].kind == Segment::Kind::kLiteral) {
      item.path.append(segments[i].literal);
      continue;
    }
    std::size_t variable = 0;
    const auto& variables = route.path.variables;
    while (variable < variables.size() &&
           (i < variables[variable].begin || i >= variables[variable].end)) {
      ++variable;
    }
    const bool after_literal =
        i > 1 && segments[i - 1].kind == Segment::Kind::kLiteral;
    std::string name = "part";
    if (after_literal) {
      name = Singular(segments[i - 1].literal);
    } else if (variable < variables.size()) {
      name = absl::StrJoin(variables[variable].field_path, "_");
    }
    while (!used.insert(name).second) name.push_back('_');
    absl::StrAppend(&item.path, "{", name, "}");
    if (variable < variables.size()) {
      item.parameters.push_back({name, variable});
    }
  }
  if (!route.path.verb.empty()) {
    absl::StrAppend(&item.path, ":", route.path.verb);
  }
  return item;
}

void WriteOperation(const Route& route, const PathItem& item,
                    const std::string& operation_id, Schemas& schemas,
                    JsonWriter& out) {
  const auto& method = *route.method;
  const std::string comment = CommentOf(method);
  const std::string summary = SummaryOf(comment);
  const bool anonymous =
      method.options().GetExtension(api::v1::access).anonymous();
  out.BeginObject();
  out.Member("operationId", operation_id);
  out.Member("summary", summary.empty() ? method.name() : summary);
  out.Member("description", absl::StrCat(comment, comment.empty() ? "" : "\n\n",
                                         AccessText(method)));
  out.Key("tags").BeginArray();
  out.String(TagOf(*method.service()));
  out.EndArray();
  if (anonymous) {
    out.Key("security").BeginArray();
    out.EndArray();
  }
  WriteParameters(route, item, schemas, out);
  WriteBody(route, schemas, out);
  WriteResponses(route, anonymous, schemas, out);
  out.EndObject();
}

std::string TagOf(const google::protobuf::ServiceDescriptor& service) {
  return absl::StrCat(UpstreamName(service.file()->package()), ".",
                      service.name());
}

}  // namespace rasoat::gateway
