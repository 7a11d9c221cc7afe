#include "gateway/transcoding/field_text.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "gateway/transcoding/utf8.h"
#include "google/protobuf/duration.pb.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/protobuf/util/time_util.h"

namespace rasoat::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::util::TimeUtil;

bool LooksNumeric(absl::string_view text) {
  if (!text.empty() && text[0] == '-') text.remove_prefix(1);
  return !text.empty() && absl::ascii_isdigit(text[0]);
}

template <class Integer>
bool ReadInteger(absl::string_view text, Integer& value) {
  if (!LooksNumeric(text)) return false;
  if (absl::SimpleAtoi(text, &value)) return true;
  double number = 0;
  if (!absl::SimpleAtod(text, &number)) return false;
  // 2^53: above it a double no longer names one integer.
  if (std::fabs(number) > 9007199254740992.0) return false;
  if (number != std::trunc(number)) return false;
  if (number < static_cast<double>(std::numeric_limits<Integer>::min()) ||
      number > static_cast<double>(std::numeric_limits<Integer>::max())) {
    return false;
  }
  value = static_cast<Integer>(number);
  return true;
}

bool ReadDouble(absl::string_view text, double& value) {
  if (text == "NaN") {
    value = std::numeric_limits<double>::quiet_NaN();
  } else if (text == "Infinity" || text == "-Infinity") {
    value = std::numeric_limits<double>::infinity();
    if (text[0] == '-') value = -value;
  } else {
    return LooksNumeric(text) && absl::SimpleAtod(text, &value) &&
           std::isfinite(value);
  }
  return true;
}

bool ReadBytes(absl::string_view text, std::string& bytes) {
  return absl::Base64Unescape(text, &bytes) ||
         absl::WebSafeBase64Unescape(text, &bytes);
}

// "postalCode.line" -> "postal_code.line"; false if a step is no field name.
bool SnakePath(absl::string_view camel, std::string& path) {
  path.clear();
  bool step_begins = true;
  for (char c : camel) {
    if (step_begins && !absl::ascii_islower(c)) return false;
    step_begins = c == '.';
    if (absl::ascii_isupper(c)) {
      path.push_back('_');
      path.push_back(absl::ascii_tolower(c));
    } else if (absl::ascii_isalnum(c) || c == '.' || c == '_') {
      path.push_back(c);
    } else {
      return false;
    }
  }
  return !step_begins;
}

bool SetPair(Message& into, std::int64_t seconds, std::int32_t nanos) {
  const Reflection& reflection = *into.GetReflection();
  const Descriptor& type = *into.GetDescriptor();
  reflection.SetInt64(&into, type.FindFieldByNumber(1), seconds);
  reflection.SetInt32(&into, type.FindFieldByNumber(2), nanos);
  return true;
}

bool SetMask(Message& into, absl::string_view text) {
  const FieldDescriptor* paths = into.GetDescriptor()->FindFieldByNumber(1);
  while (!text.empty()) {
    const std::size_t comma = text.find(',');
    std::string path;
    if (!SnakePath(text.substr(0, comma), path)) return false;
    into.GetReflection()->AddString(&into, paths, path);
    if (comma == absl::string_view::npos) return true;
    text.remove_prefix(comma + 1);
    if (text.empty()) return false;
  }
  return true;
}

bool SetWellKnown(Message& into, absl::string_view text) {
  switch (into.GetDescriptor()->well_known_type()) {
    case Descriptor::WELLKNOWNTYPE_TIMESTAMP: {
      google::protobuf::Timestamp time;
      return TimeUtil::FromString(std::string(text), &time) &&
             SetPair(into, time.seconds(), time.nanos());
    }
    case Descriptor::WELLKNOWNTYPE_DURATION: {
      google::protobuf::Duration duration;
      return TimeUtil::FromString(std::string(text), &duration) &&
             SetPair(into, duration.seconds(), duration.nanos());
    }
    case Descriptor::WELLKNOWNTYPE_FIELDMASK:
      return SetMask(into, text);
    default:
      return SetFromText(into, *into.GetDescriptor()->FindFieldByNumber(1),
                         text);
  }
}

bool IsTextMessage(const Descriptor& type) {
  switch (type.well_known_type()) {
    case Descriptor::WELLKNOWNTYPE_DOUBLEVALUE:
    case Descriptor::WELLKNOWNTYPE_FLOATVALUE:
    case Descriptor::WELLKNOWNTYPE_INT64VALUE:
    case Descriptor::WELLKNOWNTYPE_UINT64VALUE:
    case Descriptor::WELLKNOWNTYPE_INT32VALUE:
    case Descriptor::WELLKNOWNTYPE_UINT32VALUE:
    case Descriptor::WELLKNOWNTYPE_STRINGVALUE:
    case Descriptor::WELLKNOWNTYPE_BYTESVALUE:
    case Descriptor::WELLKNOWNTYPE_BOOLVALUE:
    case Descriptor::WELLKNOWNTYPE_TIMESTAMP:
    case Descriptor::WELLKNOWNTYPE_DURATION:
    case Descriptor::WELLKNOWNTYPE_FIELDMASK:
      return true;
    default:
      return false;
  }
}

// Sets or adds through the pair of reflection members for the type.
template <class Set, class Add, class Value>
bool Put(Message& message, const FieldDescriptor& field, Set set, Add add,
         Value value) {
  const Reflection& reflection = *message.GetReflection();
  if (field.is_repeated()) {
    (reflection.*add)(&message, &field, std::move(value));
  } else {
    (reflection.*set)(&message, &field, std::move(value));
  }
  return true;
}

bool SetEnum(Message& message, const FieldDescriptor& field,
             absl::string_view text) {
  const EnumValueDescriptor* value =
      field.enum_type()->FindValueByName(std::string(text));
  if (value != nullptr) {
    return Put(message, field, &Reflection::SetEnumValue,
               &Reflection::AddEnumValue, value->number());
  }
  std::int32_t number = 0;
  return ReadInteger(text, number) &&
         Put(message, field, &Reflection::SetEnumValue,
             &Reflection::AddEnumValue, static_cast<int>(number));
}

}  // namespace

bool HasTextForm(const FieldDescriptor& field) {
  return field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE ||
         IsTextMessage(*field.message_type());
}

bool SetFromText(Message& message, const FieldDescriptor& field,
                 absl::string_view text) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32: {
      std::int32_t value = 0;
      return ReadInteger(text, value) &&
             Put(message, field, &Reflection::SetInt32, &Reflection::AddInt32,
                 value);
    }
    case FieldDescriptor::CPPTYPE_INT64: {
      std::int64_t value = 0;
      return ReadInteger(text, value) &&
             Put(message, field, &Reflection::SetInt64, &Reflection::AddInt64,
                 value);
    }
    case FieldDescriptor::CPPTYPE_UINT32: {
      std::uint32_t value = 0;
      return ReadInteger(text, value) &&
             Put(message, field, &Reflection::SetUInt32, &Reflection::AddUInt32,
                 value);
    }
    case FieldDescriptor::CPPTYPE_UINT64: {
      std::uint64_t value = 0;
      return ReadInteger(text, value) &&
             Put(message, field, &Reflection::SetUInt64, &Reflection::AddUInt64,
                 value);
    }
    case FieldDescriptor::CPPTYPE_DOUBLE: {
      double value = 0;
      return ReadDouble(text, value) &&
             Put(message, field, &Reflection::SetDouble, &Reflection::AddDouble,
                 value);
    }
    case FieldDescriptor::CPPTYPE_FLOAT: {
      double value = 0;
      if (!ReadDouble(text, value)) return false;
      if (std::isfinite(value) &&
          std::fabs(value) > std::numeric_limits<float>::max()) {
        return false;
      }
      return Put(message, field, &Reflection::SetFloat, &Reflection::AddFloat,
                 static_cast<float>(value));
    }
    case FieldDescriptor::CPPTYPE_BOOL:
      return (text == "true" || text == "false") &&
             Put(message, field, &Reflection::SetBool, &Reflection::AddBool,
                 text == "true");
    case FieldDescriptor::CPPTYPE_ENUM:
      return SetEnum(message, field, text);
    case FieldDescriptor::CPPTYPE_STRING: {
      std::string value(text);
      if (field.type() == FieldDescriptor::TYPE_BYTES) {
        if (!ReadBytes(text, value)) return false;
      } else if (!IsUtf8(text)) {
        return false;
      }
      return Put(message, field, &Reflection::SetString, &Reflection::AddString,
                 std::move(value));
    }
    case FieldDescriptor::CPPTYPE_MESSAGE:
      break;
  }
  if (!IsTextMessage(*field.message_type())) return false;
  const Reflection& reflection = *message.GetReflection();
  Message* into = field.is_repeated()
                      ? reflection.AddMessage(&message, &field)
                      : reflection.MutableMessage(&message, &field);
  if (SetWellKnown(*into, text)) return true;
  if (field.is_repeated()) {
    reflection.RemoveLast(&message, &field);
  } else {
    reflection.ClearField(&message, &field);
  }
  return false;
}

const FieldDescriptor* FindField(const Descriptor& type,
                                 absl::string_view name) {
  const std::string key(name);
  const FieldDescriptor* field = type.FindFieldByName(key);
  if (field == nullptr) field = type.FindFieldByCamelcaseName(key);
  if (field != nullptr && (field->name() == key || field->json_name() == key)) {
    return field;
  }
  for (int i = 0; i < type.field_count(); ++i) {
    if (type.field(i)->json_name() == key) return type.field(i);
  }
  return nullptr;
}

}  // namespace rasoat::gateway
