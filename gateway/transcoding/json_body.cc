#include "gateway/transcoding/json_body.h"

#include <string>

#include "absl/container/inlined_vector.h"
#include "absl/strings/str_cat.h"
#include "gateway/transcoding/field_text.h"
#include "gateway/transcoding/json_reader.h"
#include "gateway/transcoding/refusal.h"
#include "google/protobuf/util/json_util.h"
#include "services/common/status/status_macros.h"

namespace rasoat::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// Struct, Value, ListValue and Any: their JSON is not that of their fields.
bool IsFreeForm(const Descriptor& type) {
  switch (type.well_known_type()) {
    case Descriptor::WELLKNOWNTYPE_ANY:
    case Descriptor::WELLKNOWNTYPE_STRUCT:
    case Descriptor::WELLKNOWNTYPE_VALUE:
    case Descriptor::WELLKNOWNTYPE_LISTVALUE:
      return true;
    default:
      return false;
  }
}

bool TakesNull(const FieldDescriptor& field) {
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
    return field.enum_type()->full_name() == "google.protobuf.NullValue";
  }
  return field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
         field.message_type()->well_known_type() ==
             Descriptor::WELLKNOWNTYPE_VALUE;
}

// One pass over the text; `path_` names the value being read.
class BodyReader {
 public:
  explicit BodyReader(absl::string_view text) : reader_(text) {}

  absl::Status Whole(Message& message) {
    RASOAT_RETURN_IF_ERROR(Object(message));
    return End();
  }

  absl::Status WholeField(Message& message, const FieldDescriptor& field) {
    path_ = field.json_name();
    RASOAT_RETURN_IF_ERROR(Field(message, field));
    return End();
  }

 private:
  using Kind = JsonReader::Kind;

  absl::Status End() {
    return reader_.AtEnd() ? absl::OkStatus() : Malformed();
  }

  absl::Status Malformed() const { return MalformedJson(reader_.fault()); }

  absl::Status Object(Message& message) {
    const Kind kind = reader_.Peek();
    if (kind == Kind::kBad) return Malformed();
    if (kind != Kind::kObject) return NotAnObject(path_);
    const Descriptor& type = *message.GetDescriptor();
    absl::InlinedVector<const FieldDescriptor*, 16> seen;
    const std::size_t prefix = path_.size();
    std::string name;
    if (!reader_.BeginObject()) return Malformed();
    while (reader_.NextMember(name)) {
      absl::StrAppend(&path_, prefix == 0 ? "" : ".", name);
      const FieldDescriptor* field = FindField(type, name);
      if (field == nullptr) return UnknownField(path_);
      for (const FieldDescriptor* other : seen) {
        if (other == field) return RepeatedField(path_);
      }
      seen.push_back(field);
      RASOAT_RETURN_IF_ERROR(Field(message, *field));
      path_.resize(prefix);
    }
    return reader_.ok() ? absl::OkStatus() : Malformed();
  }

  absl::Status Field(Message& message, const FieldDescriptor& field) {
    const Kind kind = reader_.Peek();
    if (kind == Kind::kBad) return Malformed();
    if (kind == Kind::kNull && (field.is_repeated() || !TakesNull(field))) {
      return reader_.ReadNull() ? absl::OkStatus() : Malformed();
    }
    if (field.is_map()) return Map(message, field);
    if (field.is_repeated()) return Array(message, field);
    if (const auto* oneof = field.real_containing_oneof();
        oneof != nullptr && message.GetReflection()->HasOneof(message, oneof)) {
      return SeveralOfOneof(path_);
    }
    return Single(message, field);
  }

  absl::Status Array(Message& message, const FieldDescriptor& field) {
    if (reader_.Peek() != Kind::kArray) return WrongType(path_, field);
    const std::size_t prefix = path_.size();
    if (!reader_.BeginArray()) return Malformed();
    for (int i = 0; reader_.NextElement(); ++i) {
      absl::StrAppend(&path_, "[", i, "]");
      RASOAT_RETURN_IF_ERROR(Single(message, field));
      path_.resize(prefix);
    }
    return reader_.ok() ? absl::OkStatus() : Malformed();
  }

  absl::Status Map(Message& message, const FieldDescriptor& field) {
    if (reader_.Peek() != Kind::kObject) return WrongType(path_, field);
    const std::size_t prefix = path_.size();
    const FieldDescriptor& key = *field.message_type()->map_key();
    const FieldDescriptor& value = *field.message_type()->map_value();
    std::string name;
    if (!reader_.BeginObject()) return Malformed();
    while (reader_.NextMember(name)) {
      absl::StrAppend(&path_, ".", name);
      Message* entry = message.GetReflection()->AddMessage(&message, &field);
      if (!SetFromText(*entry, key, name)) return WrongType(path_, key);
      RASOAT_RETURN_IF_ERROR(Single(*entry, value));
      path_.resize(prefix);
    }
    return reader_.ok() ? absl::OkStatus() : Malformed();
  }

  // One value: of a singular field, or an element of a repeated one.
  absl::Status Single(Message& message, const FieldDescriptor& field) {
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
        !HasTextForm(field)) {
      const Reflection& reflection = *message.GetReflection();
      Message* into = field.is_repeated()
                          ? reflection.AddMessage(&message, &field)
                          : reflection.MutableMessage(&message, &field);
      if (IsFreeForm(*field.message_type())) return FreeForm(*into, field);
      return Object(*into);
    }
    switch (reader_.Peek()) {
      case Kind::kString:
        if (!reader_.ReadString(text_)) return Malformed();
        if (!TakesString(field)) return WrongType(path_, field);
        return Text(message, field, text_);
      case Kind::kNumber: {
        absl::string_view digits;
        if (!reader_.ReadNumber(digits)) return Malformed();
        if (!TakesNumber(field)) return WrongType(path_, field);
        return Text(message, field, digits);
      }
      case Kind::kBool: {
        bool value = false;
        if (!reader_.ReadBool(value)) return Malformed();
        if (!TakesBool(field)) return WrongType(path_, field);
        return Text(message, field, value ? "true" : "false");
      }
      case Kind::kNull:
        if (!reader_.ReadNull()) return Malformed();
        if (!TakesNull(field)) return WrongType(path_, field);
        return Text(message, field, "NULL_VALUE");
      case Kind::kBad:
        return Malformed();
      default:
        return WrongType(path_, field);
    }
  }

  absl::Status FreeForm(Message& message, const FieldDescriptor& field) {
    absl::string_view raw;
    if (!reader_.Skip(raw)) return Malformed();
    if (!google::protobuf::util::JsonStringToMessage({raw.data(), raw.size()},
                                                     &message)
             .ok()) {
      return WrongType(path_, field);
    }
    return absl::OkStatus();
  }

  absl::Status Text(Message& message, const FieldDescriptor& field,
                    absl::string_view text) {
    return SetFromText(message, field, text) ? absl::OkStatus()
                                             : WrongType(path_, field);
  }

  // The field whose type decides: a wrapper's JSON is that of its value.
  static const FieldDescriptor& Inner(const FieldDescriptor& field) {
    if (field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) return field;
    switch (field.message_type()->well_known_type()) {
      case Descriptor::WELLKNOWNTYPE_TIMESTAMP:
      case Descriptor::WELLKNOWNTYPE_DURATION:
      case Descriptor::WELLKNOWNTYPE_FIELDMASK:
        return field;
      default:
        return *field.message_type()->FindFieldByNumber(1);
    }
  }

  static bool TakesString(const FieldDescriptor& field) {
    return Inner(field).cpp_type() != FieldDescriptor::CPPTYPE_BOOL;
  }

  static bool TakesNumber(const FieldDescriptor& field) {
    switch (Inner(field).cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING:
      case FieldDescriptor::CPPTYPE_BOOL:
      case FieldDescriptor::CPPTYPE_MESSAGE:
        return false;
      default:
        return true;
    }
  }

  static bool TakesBool(const FieldDescriptor& field) {
    return Inner(field).cpp_type() == FieldDescriptor::CPPTYPE_BOOL;
  }

  JsonReader reader_;
  std::string path_;
  std::string text_;
};

}  // namespace

absl::Status ReadJson(absl::string_view text, Message& message) {
  return BodyReader(text).Whole(message);
}

absl::Status ReadJsonField(absl::string_view text, Message& message,
                           const FieldDescriptor& field) {
  return BodyReader(text).WholeField(message, field);
}

}  // namespace rasoat::gateway
