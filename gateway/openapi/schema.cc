#include "gateway/openapi/schema.h"

#include "absl/strings/str_cat.h"
#include "gateway/openapi/comments.h"
#include "gateway/transcoding/field_text.h"
#include "google/api/field_behavior.pb.h"

namespace rasoat::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;

void Simple(const char* type, const char* format, JsonWriter& out) {
  out.Member("type", type);
  if (format != nullptr) out.Member("format", format);
}

bool Has(const FieldDescriptor& field, google::api::FieldBehavior wanted) {
  const auto& options = field.options();
  for (int i = 0; i < options.ExtensionSize(google::api::field_behavior); ++i) {
    if (options.GetExtension(google::api::field_behavior, i) == wanted) {
      return true;
    }
  }
  return false;
}

}  // namespace

void Schemas::Message(const Descriptor& type, JsonWriter& out) {
  out.BeginObject();
  if (!InPlace(type, out)) {
    if (known_.insert(type.full_name()).second) messages_.push_back(&type);
    Refer(type.full_name(), out);
  }
  out.EndObject();
}

void Schemas::Field(const FieldDescriptor& field, JsonWriter& out) {
  out.BeginObject();
  if (field.is_map()) {
    out.Member("type", "object");
    out.Key("additionalProperties").BeginObject();
    Value(*field.message_type()->map_value(), out);
    out.EndObject();
  } else if (field.is_repeated()) {
    out.Member("type", "array");
    out.Key("items").BeginObject();
    Value(field, out);
    out.EndObject();
  } else {
    Value(field, out);
  }
  if (const std::string comment = CommentOf(field); !comment.empty()) {
    out.Member("description", comment);
  }
  if (Has(field, google::api::OUTPUT_ONLY)) out.Key("readOnly").Bool(true);
  out.EndObject();
}

void Schemas::Fields(const Descriptor& type,
                     const std::set<std::string>& without, JsonWriter& out) {
  out.BeginObject();
  out.Member("type", "object");
  if (const std::string comment = CommentOf(type); !comment.empty()) {
    out.Member("description", comment);
  }
  std::vector<std::string> required;
  out.Key("properties").BeginObject();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (without.contains(field.name())) continue;
    out.Key(field.json_name());
    Field(field, out);
    if (Has(field, google::api::REQUIRED)) {
      required.push_back(field.json_name());
    }
  }
  out.EndObject();
  if (!required.empty()) {
    out.Key("required").BeginArray();
    for (const std::string& name : required) out.String(name);
    out.EndArray();
  }
  out.EndObject();
}

void Schemas::Definitions(JsonWriter& out) {
  // Defining one may refer to more, at the end of the lists.
  for (std::size_t i = 0; i < messages_.size(); ++i) {
    out.Key(messages_[i]->full_name());
    Fields(*messages_[i], {}, out);
  }
  for (const EnumDescriptor* type : enums_) {
    out.Key(type->full_name());
    Enum(*type, out);
  }
}

void Schemas::Value(const FieldDescriptor& field, JsonWriter& out) {
  switch (field.type()) {
    case FieldDescriptor::TYPE_DOUBLE:
      return Simple("number", "double", out);
    case FieldDescriptor::TYPE_FLOAT:
      return Simple("number", "float", out);
    case FieldDescriptor::TYPE_INT64:
    case FieldDescriptor::TYPE_SINT64:
    case FieldDescriptor::TYPE_SFIXED64:
      return Simple("string", "int64", out);
    case FieldDescriptor::TYPE_UINT64:
    case FieldDescriptor::TYPE_FIXED64:
      return Simple("string", "uint64", out);
    case FieldDescriptor::TYPE_INT32:
    case FieldDescriptor::TYPE_SINT32:
    case FieldDescriptor::TYPE_SFIXED32:
      return Simple("integer", "int32", out);
    case FieldDescriptor::TYPE_UINT32:
    case FieldDescriptor::TYPE_FIXED32:
      Simple("integer", "int64", out);
      out.Key("minimum").Int(0);
      return;
    case FieldDescriptor::TYPE_BOOL:
      return Simple("boolean", nullptr, out);
    case FieldDescriptor::TYPE_STRING:
      return Simple("string", nullptr, out);
    case FieldDescriptor::TYPE_BYTES:
      Simple("string", nullptr, out);
      return out.Member("contentEncoding", "base64");
    case FieldDescriptor::TYPE_ENUM:
      if (known_.insert(field.enum_type()->full_name()).second) {
        enums_.push_back(field.enum_type());
      }
      return Refer(field.enum_type()->full_name(), out);
    case FieldDescriptor::TYPE_GROUP:
    case FieldDescriptor::TYPE_MESSAGE:
      if (InPlace(*field.message_type(), out)) return;
      if (known_.insert(field.message_type()->full_name()).second) {
        messages_.push_back(field.message_type());
      }
      return Refer(field.message_type()->full_name(), out);
  }
}

// Members of the schema, without its braces; false for an ordinary message.
bool Schemas::InPlace(const Descriptor& type, JsonWriter& out) {
  switch (type.well_known_type()) {
    case Descriptor::WELLKNOWNTYPE_UNSPECIFIED:
      return false;
    case Descriptor::WELLKNOWNTYPE_TIMESTAMP:
      Simple("string", "date-time", out);
      return true;
    case Descriptor::WELLKNOWNTYPE_DURATION:
      Simple("string", nullptr, out);
      out.Member("pattern", "^-?[0-9]+(\\.[0-9]{1,9})?s$");
      return true;
    case Descriptor::WELLKNOWNTYPE_FIELDMASK:
      Simple("string", nullptr, out);
      return true;
    case Descriptor::WELLKNOWNTYPE_STRUCT:
      Simple("object", nullptr, out);
      return true;
    case Descriptor::WELLKNOWNTYPE_VALUE:
      return true;
    case Descriptor::WELLKNOWNTYPE_LISTVALUE:
      Simple("array", nullptr, out);
      out.Key("items").BeginObject();
      out.EndObject();
      return true;
    case Descriptor::WELLKNOWNTYPE_ANY:
      out.Member("type", "object");
      out.Key("properties").BeginObject();
      out.Key("@type").BeginObject();
      out.Member("type", "string");
      out.EndObject();
      out.EndObject();
      return true;
    default:  // the wrappers
      Value(*type.FindFieldByNumber(1), out);
      return true;
  }
}

void Schemas::Enum(const EnumDescriptor& type, JsonWriter& out) {
  std::string description = CommentOf(type);
  out.BeginObject();
  out.Member("type", "string");
  out.Key("enum").BeginArray();
  for (int i = 0; i < type.value_count(); ++i) {
    out.String(type.value(i)->name());
    const std::string comment = CommentOf(*type.value(i));
    if (comment.empty()) continue;
    absl::StrAppend(&description, "\n\n- `", type.value(i)->name(),
                    "`: ", comment);
  }
  out.EndArray();
  if (!description.empty()) out.Member("description", description);
  out.EndObject();
}

void Schemas::Refer(const std::string& name, JsonWriter& out) {
  out.Member("$ref", absl::StrCat("#/components/schemas/", name));
}

}  // namespace rasoat::gateway
