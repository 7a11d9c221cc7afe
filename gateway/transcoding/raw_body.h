#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace rasoat::gateway {

/// What a google.api.HttpBody says, ready for a response.
struct RawBody {
  /// Fit for a header: `application/octet-stream` unless the message gave one.
  std::string content_type;
  /// From a rasoat.api.v1.Attachment among the extensions; empty for none.
  std::string file_name;
  /// Within the message.
  absl::string_view data;
};

/// Whether `type` is google.api.HttpBody: bytes with their own media type,
/// that are neither read nor written as JSON. Null is not.
bool IsRawBody(const google::protobuf::Descriptor* type);

/// Reads a google.api.HttpBody, of whatever pool; it must outlive the result.
RawBody ReadRawBody(const google::protobuf::Message& message);

/// Fills a google.api.HttpBody of whatever pool.
void FillRawBody(absl::string_view content_type, absl::string_view data,
                 google::protobuf::Message& message);

/// `attachment; filename="…"; filename*=UTF-8''…` (RFC 6266) for a name in
/// UTF-8: a slash, a quote or a control character becomes an underscore, and in
/// the first form, for old clients, whatever is not ASCII does.
std::string ContentDisposition(absl::string_view file_name);

}  // namespace rasoat::gateway
