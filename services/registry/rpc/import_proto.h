// Imports as the API shows them.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "rasoat/registry/v1/imports.pb.h"
#include "services/registry/domain/import.h"

namespace rasoat::registry {

/// The parts of `areas/{area}/imports/{id}`.
struct ImportName {
  AreaCode area;
  ImportId id;
};

/// Errors: INVALID_ARGUMENT  RESOURCE_NAME_MALFORMED
absl::StatusOr<ImportName> ParseImportName(absl::string_view name,
                                           absl::string_view field);
std::string NameOf(const Import& import);

v1::Import ToProto(const Import& import);
v1::ImportRow ToProto(const ImportRow& row, const Import& import,
                      const ImportLayout& layout);

/// What a client announces; the rest is as in a new import.
Import FromProto(const v1::Import& shown);
ImportOptions FromProto(const v1::ImportOptions& shown);

}  // namespace rasoat::registry
