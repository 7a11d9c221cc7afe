#pragma once

#include <string>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace rasoat::gateway {

class JsonWriter;

/// Appends `message` in proto3's JSON mapping on one line.
///
/// Names are lowerCamelCase; numbers, texts, enums, lists and maps are always
/// written, also when empty, and so have a client's every field; messages and
/// `optional` fields only when set. 64-bit integers are strings, as the
/// mapping has it. Text that is not UTF-8 cannot occur in a proto3 message
/// that was parsed. An Any of a type that neither the message's pool nor this
/// program knows is written with its `@type` only.
///
/// Thread safe if no one changes the message.
void PrintJson(const google::protobuf::Message& message, std::string& out);

/// The value of one field, as PrintJson() would write it; for a message that
/// is not set, `{}`.
void PrintJsonField(const google::protobuf::Message& message,
                    const google::protobuf::FieldDescriptor& field,
                    std::string& out);

/// As PrintJson(), as the next value of `writer`, with `type_url` as its
/// `@type` unless empty.
void PrintJson(const google::protobuf::Message& message,
               const std::string& type_url, JsonWriter& writer);

}  // namespace rasoat::gateway
