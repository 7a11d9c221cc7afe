#include "gateway/transcoding/json_print.h"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <initializer_list>
#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gateway/transcoding/json_writer.h"
#include "google/protobuf/duration.pb.h"
#include "google/protobuf/dynamic_message.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/time_util.h"

namespace rasoat::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::util::TimeUtil;

std::string CamelPath(const std::string& snake) {
  std::string camel;
  for (std::size_t i = 0; i < snake.size(); ++i) {
    if (snake[i] == '_' && i + 1 < snake.size()) {
      camel.push_back(absl::ascii_toupper(snake[++i]));
    } else {
      camel.push_back(snake[i]);
    }
  }
  return camel;
}

// Prints by reflection, value by value, into one writer.
class Printer {
 public:
  explicit Printer(JsonWriter& out) : out_(out) {}

  void Value(const Message& message) {
    if (!Special(message)) Object(message, "");
  }

  void Object(const Message& message, const std::string& type_url) {
    out_.BeginObject();
    if (!type_url.empty()) out_.Member("@type", type_url);
    const Descriptor& type = *message.GetDescriptor();
    for (int i = 0; i < type.field_count(); ++i) {
      const FieldDescriptor& field = *type.field(i);
      if (field.has_presence() &&
          !message.GetReflection()->HasField(message, &field)) {
        continue;
      }
      out_.Key(field.json_name());
      Field(message, field);
    }
    out_.EndObject();
  }

  void Field(const Message& message, const FieldDescriptor& field) {
    if (field.is_map()) return Map(message, field);
    if (!field.is_repeated()) return Single(message, field, -1);
    out_.BeginArray();
    const int count = message.GetReflection()->FieldSize(message, &field);
    for (int i = 0; i < count; ++i) Single(message, field, i);
    out_.EndArray();
  }

 private:
  void Map(const Message& message, const FieldDescriptor& field) {
    const Reflection& reflection = *message.GetReflection();
    out_.BeginObject();
    const int count = reflection.FieldSize(message, &field);
    for (int i = 0; i < count; ++i) {
      const Message& entry = reflection.GetRepeatedMessage(message, &field, i);
      out_.Key(MapKey(entry, *field.message_type()->map_key()));
      Single(entry, *field.message_type()->map_value(), -1);
    }
    out_.EndObject();
  }

  static std::string MapKey(const Message& entry, const FieldDescriptor& key) {
    const Reflection& reflection = *entry.GetReflection();
    switch (key.cpp_type()) {
      case FieldDescriptor::CPPTYPE_INT32:
        return absl::StrCat(reflection.GetInt32(entry, &key));
      case FieldDescriptor::CPPTYPE_INT64:
        return absl::StrCat(reflection.GetInt64(entry, &key));
      case FieldDescriptor::CPPTYPE_UINT32:
        return absl::StrCat(reflection.GetUInt32(entry, &key));
      case FieldDescriptor::CPPTYPE_UINT64:
        return absl::StrCat(reflection.GetUInt64(entry, &key));
      case FieldDescriptor::CPPTYPE_BOOL:
        return reflection.GetBool(entry, &key) ? "true" : "false";
      default:
        return reflection.GetString(entry, &key);
    }
  }

  // A singular field (index -1) or an element of a repeated one.
  void Single(const Message& message, const FieldDescriptor& field, int index) {
    const Reflection& r = *message.GetReflection();
    const bool one = index < 0;
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_INT32:
        return out_.Int(one ? r.GetInt32(message, &field)
                            : r.GetRepeatedInt32(message, &field, index));
      case FieldDescriptor::CPPTYPE_UINT32:
        return out_.Int(one ? r.GetUInt32(message, &field)
                            : r.GetRepeatedUInt32(message, &field, index));
      case FieldDescriptor::CPPTYPE_INT64:
        return out_.String(
            absl::AlphaNum(one ? r.GetInt64(message, &field)
                               : r.GetRepeatedInt64(message, &field, index))
                .Piece());
      case FieldDescriptor::CPPTYPE_UINT64:
        return out_.String(
            absl::AlphaNum(one ? r.GetUInt64(message, &field)
                               : r.GetRepeatedUInt64(message, &field, index))
                .Piece());
      case FieldDescriptor::CPPTYPE_DOUBLE:
        return Number(one ? r.GetDouble(message, &field)
                          : r.GetRepeatedDouble(message, &field, index),
                      {15, 16, 17});
      case FieldDescriptor::CPPTYPE_FLOAT:
        return Number(one ? r.GetFloat(message, &field)
                          : r.GetRepeatedFloat(message, &field, index),
                      {6, 7, 8, 9});
      case FieldDescriptor::CPPTYPE_BOOL:
        return out_.Bool(one ? r.GetBool(message, &field)
                             : r.GetRepeatedBool(message, &field, index));
      case FieldDescriptor::CPPTYPE_ENUM:
        return Enum(*field.enum_type(),
                    one ? r.GetEnumValue(message, &field)
                        : r.GetRepeatedEnumValue(message, &field, index));
      case FieldDescriptor::CPPTYPE_STRING: {
        std::string scratch;
        const std::string& text =
            one ? r.GetStringReference(message, &field, &scratch)
                : r.GetRepeatedStringReference(message, &field, index,
                                               &scratch);
        if (field.type() != FieldDescriptor::TYPE_BYTES) {
          return out_.String(text);
        }
        return out_.String(absl::Base64Escape(text));
      }
      case FieldDescriptor::CPPTYPE_MESSAGE:
        return Value(one ? r.GetMessage(message, &field)
                         : r.GetRepeatedMessage(message, &field, index));
    }
  }

  // Writes the shortest of a few precisions that gives the same number back.
  template <class Value>
  void Number(Value value, std::initializer_list<int> digits) {
    if (std::isnan(value)) return out_.String("NaN");
    if (std::isinf(value)) {
      return out_.String(value > 0 ? "Infinity" : "-Infinity");
    }
    char text[32];
    for (int precision : digits) {
      std::snprintf(text, sizeof text, "%.*g", precision,
                    static_cast<double>(value));
      if (static_cast<Value>(std::strtod(text, nullptr)) == value) break;
    }
    out_.Raw(text);
  }

  void Enum(const EnumDescriptor& type, int number) {
    if (type.full_name() == "google.protobuf.NullValue") {
      return out_.Raw("null");
    }
    const auto* value = type.FindValueByNumber(number);
    if (value == nullptr) return out_.Int(number);
    out_.String(value->name());
  }

  // Writes the messages whose JSON is not that of their fields.
  bool Special(const Message& message) {
    const Descriptor& type = *message.GetDescriptor();
    switch (type.well_known_type()) {
      case Descriptor::WELLKNOWNTYPE_UNSPECIFIED:
        return false;
      case Descriptor::WELLKNOWNTYPE_TIMESTAMP:
        Time<google::protobuf::Timestamp>(message,
                                          TimeUtil::kTimestampMinSeconds,
                                          TimeUtil::kTimestampMaxSeconds);
        return true;
      case Descriptor::WELLKNOWNTYPE_DURATION:
        Time<google::protobuf::Duration>(message, TimeUtil::kDurationMinSeconds,
                                         TimeUtil::kDurationMaxSeconds);
        return true;
      case Descriptor::WELLKNOWNTYPE_FIELDMASK:
        Mask(message);
        return true;
      case Descriptor::WELLKNOWNTYPE_ANY:
        Any(message);
        return true;
      case Descriptor::WELLKNOWNTYPE_STRUCT:
      case Descriptor::WELLKNOWNTYPE_VALUE:
      case Descriptor::WELLKNOWNTYPE_LISTVALUE:
        FreeForm(message);
        return true;
      default:  // the wrappers
        Single(message, *type.FindFieldByNumber(1), -1);
        return true;
    }
  }

  template <class Kind>
  void Time(const Message& message, std::int64_t least, std::int64_t most) {
    const Descriptor& type = *message.GetDescriptor();
    Kind time;
    time.set_seconds(
        message.GetReflection()->GetInt64(message, type.FindFieldByNumber(1)));
    time.set_nanos(
        message.GetReflection()->GetInt32(message, type.FindFieldByNumber(2)));
    // Out of the mapping's range there is no text for it.
    if (time.seconds() < least || time.seconds() > most ||
        std::abs(static_cast<std::int64_t>(time.nanos())) > 999'999'999) {
      return out_.Raw("null");
    }
    out_.String(TimeUtil::ToString(time));
  }

  void Mask(const Message& message) {
    const FieldDescriptor* paths =
        message.GetDescriptor()->FindFieldByNumber(1);
    const int count = message.GetReflection()->FieldSize(message, paths);
    std::string text;
    for (int i = 0; i < count; ++i) {
      absl::StrAppend(&text, i == 0 ? "" : ",",
                      CamelPath(message.GetReflection()->GetRepeatedString(
                          message, paths, i)));
    }
    out_.String(text);
  }

  void Any(const Message& message) {
    const Descriptor& type = *message.GetDescriptor();
    const Reflection& reflection = *message.GetReflection();
    const std::string url =
        reflection.GetString(message, type.FindFieldByNumber(1));
    const std::string name = url.substr(url.rfind('/') + 1);
    const Descriptor* inner = type.file()->pool()->FindMessageTypeByName(name);
    if (inner == nullptr) {
      inner = DescriptorPool::generated_pool()->FindMessageTypeByName(name);
    }
    // Any in Any without end would overrun the stack.
    if (inner == nullptr || ++depth_ > 32) {
      out_.BeginObject();
      if (!url.empty()) out_.Member("@type", url);
      out_.EndObject();
      return;
    }
    google::protobuf::DynamicMessageFactory dynamic;
    std::unique_ptr<Message> value(
        inner->file()->pool() == DescriptorPool::generated_pool()
            ? google::protobuf::MessageFactory::generated_factory()
                  ->GetPrototype(inner)
                  ->New()
            : dynamic.GetPrototype(inner)->New());
    value->ParseFromString(
        reflection.GetString(message, type.FindFieldByNumber(2)));
    if (inner->well_known_type() == Descriptor::WELLKNOWNTYPE_UNSPECIFIED) {
      Object(*value, url);
    } else {
      out_.BeginObject();
      out_.Member("@type", url);
      out_.Key("value");
      Value(*value);
      out_.EndObject();
    }
    --depth_;
  }

  void FreeForm(const Message& message) {
    std::string text;
    const bool printed =
        google::protobuf::util::MessageToJsonString(message, &text).ok();
    out_.Raw(printed ? text : "null");
  }

  JsonWriter& out_;
  int depth_ = 0;
};

}  // namespace

void PrintJson(const Message& message, std::string& out) {
  JsonWriter writer(out);
  Printer(writer).Value(message);
}

void PrintJsonField(const Message& message, const FieldDescriptor& field,
                    std::string& out) {
  JsonWriter writer(out);
  Printer(writer).Field(message, field);
}

void PrintJson(const Message& message, const std::string& type_url,
               JsonWriter& writer) {
  Printer(writer).Object(message, type_url);
}

}  // namespace rasoat::gateway
