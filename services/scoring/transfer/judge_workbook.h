// A workbook, judged as a standard.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "services/scoring/load/catalogue.h"
#include "services/scoring/transfer/read_workbook.h"

namespace rasoat::scoring {

/// A workbook with all that is wrong with it.
struct JudgedWorkbook {
  v1::Standard standard;  ///< With name, hash and what its parent gives.
  std::vector<SheetFault> faults;
};

/// Reads a workbook that is to be called `name` and checks it against what is
/// known. A fault of the standard stands at the cell it is of. If cells could
/// not be read, only they are told: what follows from them is not. Adds
/// nothing.
///
/// Errors: as ReadWorkbook().
absl::StatusOr<JudgedWorkbook> JudgeWorkbook(sheet::Source& source,
                                             const std::string& name,
                                             const Catalogue& catalogue);

}  // namespace rasoat::scoring
