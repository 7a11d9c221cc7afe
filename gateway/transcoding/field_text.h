#pragma once

#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace rasoat::gateway {

/// Reads `text` into `field` of `message`, or adds it if the field repeats.
///
/// Takes what proto3 JSON takes for the type, without quotes: integers (also
/// written as 10.0 or 1e1), numbers with NaN and Infinity, true and false,
/// enum values by name or number, base64 in either alphabet, and the messages
/// written as one word: Timestamp, Duration, FieldMask and the wrappers.
///
/// False, with the message unchanged, if `text` is not of the type; also for
/// every other message type.
bool SetFromText(google::protobuf::Message& message,
                 const google::protobuf::FieldDescriptor& field,
                 absl::string_view text);

/// Whether SetFromText() knows the field's type.
bool HasTextForm(const google::protobuf::FieldDescriptor& field);

/// The field called `name`, in its JSON or its proto spelling, or null.
const google::protobuf::FieldDescriptor* FindField(
    const google::protobuf::Descriptor& type, absl::string_view name);

}  // namespace rasoat::gateway
