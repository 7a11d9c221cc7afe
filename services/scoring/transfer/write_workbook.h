// A standard as a workbook that people can change.
#pragma once

#include "absl/status/statusor.h"
#include "rasoat/scoring/v1/standards.pb.h"
#include "services/common/sheet/source.h"

namespace rasoat::scoring {

/// Writes every number of `standard`; ReadWorkbook() makes the same content of
/// it. Errors: INTERNAL SHEET_NOT_WRITTEN.
absl::StatusOr<sheet::FileSource> WriteWorkbook(const v1::Standard& standard);

}  // namespace rasoat::scoring
