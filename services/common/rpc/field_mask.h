#pragma once

#include <google/protobuf/field_mask.pb.h>
#include <google/protobuf/message.h>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace rasoat::rpc {

/// Copies the fields that `mask` names from `from` to `to`, which are messages
/// of one type (AIP-134). Paths are the names of top-level fields; a message
/// field is replaced as a whole. An empty mask means every field that is set in
/// `from`, `*` every field. Fields not in `allowed` cannot be named, and are
/// left alone by an empty mask and by `*`; an empty `allowed` allows all.
///
/// Errors, after which `to` is unchanged:
///   INVALID_ARGUMENT  FIELD_UNKNOWN    a path that is no field, named
///   INVALID_ARGUMENT  FIELD_NOT_MUTABLE  a field that is not allowed, named
absl::Status ApplyUpdateMask(const google::protobuf::FieldMask& mask,
                             const google::protobuf::Message& from,
                             absl::Span<const absl::string_view> allowed,
                             google::protobuf::Message& to);

}  // namespace rasoat::rpc
