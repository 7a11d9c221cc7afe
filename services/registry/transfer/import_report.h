// The uploaded file given back with what was found in it.
#pragma once

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/sheet/source.h"
#include "services/registry/store/import_store.h"

namespace rasoat::registry {

/// Where a report is made.
struct ReportOptions {
  std::string scratch_folder = "/tmp";
  /// Asked now and then; true ends the work with CANCELLED CALL_CANCELLED.
  absl::FunctionRef<bool()> cancelled;
};

/// Writes an XLSX of the same sheets, rows and columns. Cells with errors or
/// duplicates are red, doubtful ones yellow; the column after the last says, in
/// Vietnamese, what is wrong with the row and what to do. Other rows are as
/// they were. Bounded memory.
///
/// Errors: those of ImportBytes, sheet::Reader, sheet::XlsxWriter and of the
/// store.
absl::StatusOr<sheet::FileSource> WriteImportReport(
    ImportStore& store, const Import& import, const ImportLayout& layout,
    const ReportOptions& options);

}  // namespace rasoat::registry
