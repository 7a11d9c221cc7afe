#pragma once

#include <set>
#include <string>
#include <vector>

#include "gateway/transcoding/json_writer.h"
#include "google/protobuf/descriptor.h"

namespace rasoat::gateway {

/// Writes JSON schemas of messages and enums, by reference, and remembers which
/// have to be defined. Not thread safe.
class Schemas {
 public:
  /// Writes the schema of a message: a reference, or in place for those whose
  /// JSON is not that of their fields.
  void Message(const google::protobuf::Descriptor& type, JsonWriter& out);

  /// Writes the schema of a field with its comment.
  void Field(const google::protobuf::FieldDescriptor& field, JsonWriter& out);

  /// Writes an object of the message's fields but those named `without`.
  void Fields(const google::protobuf::Descriptor& type,
              const std::set<std::string>& without, JsonWriter& out);

  /// Writes the members of `components.schemas`: everything referred to.
  void Definitions(JsonWriter& out);

 private:
  void Value(const google::protobuf::FieldDescriptor& field, JsonWriter& out);
  bool InPlace(const google::protobuf::Descriptor& type, JsonWriter& out);
  void Enum(const google::protobuf::EnumDescriptor& type, JsonWriter& out);
  void Refer(const std::string& name, JsonWriter& out);

  std::set<std::string> known_;
  std::vector<const google::protobuf::Descriptor*> messages_;
  std::vector<const google::protobuf::EnumDescriptor*> enums_;
};

}  // namespace rasoat::gateway
