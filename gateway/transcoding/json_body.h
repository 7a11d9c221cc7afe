#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace rasoat::gateway {

/// Reads a JSON object into `message`, strictly, after proto3's JSON mapping.
///
/// Field names count in their JSON and their proto spelling; null leaves a
/// field unset. The message is unspecified after an error.
///
/// Errors, all INVALID_ARGUMENT:
///   MALFORMED_JSON    not JSON; with line and column
///   UNKNOWN_FIELD     a member the message lacks; with its path, such as
///                     `members[2].birthDate`
///   WRONG_TYPE        a value its field does not take, or no object
///   REPEATED_FIELD    a member given twice
///   SEVERAL_OF_ONEOF  two members of one oneof
absl::Status ReadJson(absl::string_view text,
                      google::protobuf::Message& message);

/// Reads a JSON value into one field of `message`; errors as ReadJson().
absl::Status ReadJsonField(absl::string_view text,
                           google::protobuf::Message& message,
                           const google::protobuf::FieldDescriptor& field);

}  // namespace rasoat::gateway
