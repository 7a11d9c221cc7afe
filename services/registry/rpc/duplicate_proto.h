// Duplicates: proto ↔ domain, nothing else.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "rasoat/registry/v1/duplicates.pb.h"
#include "services/registry/domain/duplicate_case.h"
#include "services/registry/domain/side_by_side.h"
#include "services/registry/load/duplicate_marks.h"

namespace rasoat::registry {

/// `duplicates/{first}-{second}`, both ULIDs.
std::string NameOf(const DuplicateId& id);

/// The inverse. `field` is the request field to blame.
///
/// Errors: INVALID_ARGUMENT  RESOURCE_NAME_MALFORMED  anything else, and the
///                           two in the wrong order
absl::StatusOr<DuplicateId> ParseDuplicate(absl::string_view name,
                                           absl::string_view field);

/// A match with its reasons in words.
v1::MemberMatch ToProto(const MemberMatch& match, const MarkedReasons& reasons);

/// A case without its households.
v1::Duplicate ToProto(const DuplicateCase& one, const MarkedReasons& reasons);

/// A field side by side.
v1::FieldComparison ToProto(const FieldComparison& comparison);

}  // namespace rasoat::registry
