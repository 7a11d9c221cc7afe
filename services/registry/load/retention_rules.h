#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/registry/domain/retention.h"

namespace rasoat::registry {

/// Reads the rules of retention from the text of a RetentionRules.
///
/// Errors: FAILED_PRECONDITION  RETENTION_FAULTY  naming the rule: a period
/// without evidence or evidence of the unknown with a period, no source, a kind
/// of record left out or met twice
absl::StatusOr<std::vector<RetentionRule>> ParseRetentionRules(
    const std::string& text);

/// The same from a file.
///
/// Errors: those; and RETENTION_FAULTY for a file that cannot be read
absl::StatusOr<std::vector<RetentionRule>> ReadRetentionRules(
    const std::string& path);

}  // namespace rasoat::registry
