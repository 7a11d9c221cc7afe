#include "services/scoring/transfer/cell_text.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/text_format.h>

#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace rasoat::scoring {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr char kSeparator[] = ", ";

/// The fields on the way to the one that a path names.
std::vector<const FieldDescriptor*> StepsTo(const Descriptor& type,
                                            absl::string_view path) {
  std::vector<const FieldDescriptor*> steps;
  const Descriptor* at = &type;
  for (const absl::string_view name : absl::StrSplit(path, '.')) {
    steps.push_back(at->FindFieldByName(std::string(name)));
    at = steps.back()->message_type();
  }
  return steps;
}

/// `MARK_` of `MARK_UNSPECIFIED`.
std::string PrefixOf(const EnumDescriptor& type) {
  return std::string(absl::StripSuffix(type.value(0)->name(), "UNSPECIFIED"));
}

std::string Leaf(const Message& message, const FieldDescriptor& field) {
  const auto& reflection = *message.GetReflection();
  if (field.is_repeated()) {
    std::vector<std::string> texts;
    for (int i = 0; i < reflection.FieldSize(message, &field); ++i) {
      texts.push_back(reflection.GetRepeatedString(message, &field, i));
    }
    return absl::StrJoin(texts, kSeparator);
  }
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return absl::StrCat(reflection.GetInt32(message, &field));
    case FieldDescriptor::CPPTYPE_INT64:
      return absl::StrCat(reflection.GetInt64(message, &field));
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection.GetBool(message, &field) ? "x" : "";
    case FieldDescriptor::CPPTYPE_ENUM: {
      const EnumValueDescriptor* value = reflection.GetEnum(message, &field);
      if (value->number() == 0) return "";
      return std::string(
          absl::StripPrefix(value->name(), PrefixOf(*field.enum_type())));
    }
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return reflection.HasField(message, &field)
                 ? MessageText(reflection.GetMessage(message, &field))
                 : "";
    default:
      return reflection.GetString(message, &field);
  }
}

/// Keeps the first thing a parser says.
class FirstFault final : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int, int column, const std::string& message) override {
    if (said_.empty()) said_ = absl::StrCat(column + 1, ": ", message);
  }
  const std::string& said() const { return said_; }

 private:
  std::string said_;
};

std::optional<CellFault> SetEnum(Message& message, const FieldDescriptor& field,
                                 absl::string_view text) {
  const EnumDescriptor& type = *field.enum_type();
  const EnumValueDescriptor* value = type.FindValueByName(
      absl::StrCat(PrefixOf(type), absl::AsciiStrToUpper(text)));
  if (value != nullptr && value->number() != 0) {
    message.GetReflection()->SetEnum(&message, &field, value);
    return std::nullopt;
  }
  std::vector<std::string> known;
  for (int i = 1; i < type.value_count(); ++i) {
    known.emplace_back(
        absl::StripPrefix(type.value(i)->name(), PrefixOf(type)));
  }
  const std::string list = absl::StrJoin(known, kSeparator);
  return CellFault{absl::StrCat("must be one of ", list),
                   absl::StrCat("phải là một trong ", list)};
}

std::optional<CellFault> SetLeaf(Message& message, const FieldDescriptor& field,
                                 absl::string_view text) {
  const auto& reflection = *message.GetReflection();
  if (field.is_repeated()) {
    for (absl::string_view part : absl::StrSplit(text, ',')) {
      part = absl::StripAsciiWhitespace(part);
      reflection.AddString(&message, &field, std::string(part));
    }
    return std::nullopt;
  }
  const CellFault not_whole{"must be a whole number", "phải là số nguyên"};
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32: {
      std::int32_t number = 0;
      if (!absl::SimpleAtoi(text, &number)) return not_whole;
      reflection.SetInt32(&message, &field, number);
      return std::nullopt;
    }
    case FieldDescriptor::CPPTYPE_INT64: {
      std::int64_t number = 0;
      if (!absl::SimpleAtoi(text, &number)) return not_whole;
      reflection.SetInt64(&message, &field, number);
      return std::nullopt;
    }
    case FieldDescriptor::CPPTYPE_BOOL:
      if (!absl::EqualsIgnoreCase(text, "x")) {
        return CellFault{"must be x or empty", "phải là x hoặc để trống"};
      }
      reflection.SetBool(&message, &field, true);
      return std::nullopt;
    case FieldDescriptor::CPPTYPE_ENUM:
      return SetEnum(message, field, text);
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return SetMessageText(*reflection.MutableMessage(&message, &field), text);
    default:
      reflection.SetString(&message, &field, std::string(text));
      return std::nullopt;
  }
}

}  // namespace

std::string MessageText(const Message& message) {
  google::protobuf::TextFormat::Printer printer;
  printer.SetSingleLineMode(true);
  printer.SetUseUtf8StringEscaping(true);
  std::string text;
  printer.PrintToString(message, &text);
  return std::string(absl::StripTrailingAsciiWhitespace(text));
}

std::optional<CellFault> SetMessageText(Message& message,
                                        absl::string_view text) {
  google::protobuf::TextFormat::Parser parser;
  FirstFault fault;
  parser.RecordErrorsTo(&fault);
  if (parser.ParseFromString(std::string(text), &message)) return std::nullopt;
  return CellFault{absl::StrCat("cannot be read at character ", fault.said()),
                   absl::StrCat("không đọc được ở ký tự thứ ", fault.said())};
}

std::string CellText(const Message& message, absl::string_view path) {
  const auto steps = StepsTo(*message.GetDescriptor(), path);
  const Message* at = &message;
  for (std::size_t i = 0; i + 1 < steps.size(); ++i) {
    const auto& reflection = *at->GetReflection();
    if (!reflection.HasField(*at, steps[i])) return "";
    at = &reflection.GetMessage(*at, steps[i]);
  }
  return Leaf(*at, *steps.back());
}

bool IsWhole(const Descriptor& type, absl::string_view path) {
  const FieldDescriptor& field = *StepsTo(type, path).back();
  return !field.is_repeated() &&
         (field.cpp_type() == FieldDescriptor::CPPTYPE_INT32 ||
          field.cpp_type() == FieldDescriptor::CPPTYPE_INT64);
}

std::optional<CellFault> SetCell(Message& message, absl::string_view path,
                                 absl::string_view text) {
  if (text.empty()) return std::nullopt;
  const auto steps = StepsTo(*message.GetDescriptor(), path);
  Message* at = &message;
  for (std::size_t i = 0; i + 1 < steps.size(); ++i) {
    at = at->GetReflection()->MutableMessage(at, steps[i]);
  }
  return SetLeaf(*at, *steps.back(), text);
}

}  // namespace rasoat::scoring
