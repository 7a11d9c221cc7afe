// Reads the layout of imported lists (../imports).
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/registry/domain/import_layout.h"

namespace rasoat::registry {

/// Reads `result-list.txtpb` of `imports`, a text-format
/// rasoat.registry.v1.ImportLayout, and the names of ethnic groups from
/// `ethnic_groups.csv` of `identity`.
///
/// Errors, each naming the file and the fault:
///   FAILED_PRECONDITION  IMPORT_LAYOUT_FAULTY  it cannot be read; a key or a
///       field twice, a header of two columns, a word with two meanings
absl::StatusOr<ImportLayout> ReadImportLayout(const std::string& imports,
                                              const std::string& identity);

/// The same from texts.
absl::StatusOr<ImportLayout> ParseImportLayout(const std::string& id,
                                               const std::string& text,
                                               absl::string_view ethnic_groups);

}  // namespace rasoat::registry
