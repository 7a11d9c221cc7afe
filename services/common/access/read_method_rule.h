// From a method's descriptor to its rule. Part of access/.
#pragma once

#include "absl/status/statusor.h"
#include "google/protobuf/descriptor.h"
#include "services/common/access/guard.h"

namespace rasoat::access {

/// What the options of `method` ask of its caller and say of its answer.
///
/// Errors: FAILED_PRECONDITION  ACCESS_RULE_MISSING, ACCESS_RULE_WRONG,
///   PERSONAL_RULE_WRONG, as at Guard::Build
absl::StatusOr<MethodRule> ReadMethodRule(
    const google::protobuf::MethodDescriptor& method);

}  // namespace rasoat::access
