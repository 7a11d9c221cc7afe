#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "gateway/transcoding/json_reader.h"
#include "google/protobuf/descriptor.h"

namespace rasoat::gateway {

// What the gateway itself refuses in the content of a request. All are
// INVALID_ARGUMENT and carry the field, the rule (which is the reason) and a
// sentence with the remedy in Vietnamese and English.

/// MALFORMED_JSON: the body is not JSON; says line, column and what was wanted.
absl::Status MalformedJson(const JsonReader::Fault& fault);

/// UNKNOWN_FIELD: the request message has no field `path`.
absl::Status UnknownField(absl::string_view path);

/// WRONG_TYPE: the value at `path` is not one that `field` takes.
absl::Status WrongType(absl::string_view path,
                       const google::protobuf::FieldDescriptor& field);

/// WRONG_TYPE: the value at `path` ("" for the whole body) is no object.
absl::Status NotAnObject(absl::string_view path);

/// REPEATED_FIELD: `path` is given more than once but holds one value.
absl::Status RepeatedField(absl::string_view path);

/// FIELD_BOUND_TWICE: `path` stands in the path or the body already.
absl::Status FieldBoundTwice(absl::string_view path);

/// SEVERAL_OF_ONEOF: `path` excludes another field that was given as well.
absl::Status SeveralOfOneof(absl::string_view path);

/// NOT_A_QUERY_FIELD: `path` is a message or a map, which a query cannot hold.
absl::Status NotAQueryField(absl::string_view path);

/// BAD_ENCODING: `path` holds a broken percent sequence or is not UTF-8.
absl::Status BadEncoding(absl::string_view path);

/// UNEXPECTED_BODY: the method takes no body.
absl::Status UnexpectedBody();

}  // namespace rasoat::gateway
