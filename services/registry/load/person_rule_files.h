// Reads the state's code lists (../identity).
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "services/registry/domain/person_rules.h"

namespace rasoat::registry {

/// Reads cccd_province_codes.csv, cccd_century_gender.csv and
/// ethnic_groups.csv of a folder: a header, then rows whose first columns hold
/// no quotes.
///
/// Errors:
///   FAILED_PRECONDITION  CODE_LIST_FAULTY  names the file, and the line that
///                                          cannot be read
absl::StatusOr<PersonRules> ReadPersonRules(const std::string& directory);

}  // namespace rasoat::registry
