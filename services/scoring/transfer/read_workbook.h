// A standard from a workbook, with the place of every fault.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "rasoat/scoring/v1/standards.pb.h"
#include "services/common/sheet/source.h"
#include "services/scoring/domain/validate.h"

namespace rasoat::scoring {

/// A fault, where somebody who opens the workbook sees it.
struct SheetFault {
  std::string sheet;
  std::string cell;  ///< Such as `C7`.
  std::string vi;
  std::string en;

  friend bool operator==(const SheetFault&, const SheetFault&) = default;
};

/// What a workbook says, and where.
class ReadStandard {
 public:
  v1::Standard standard;
  std::vector<SheetFault> faults;  ///< Of single cells, in the file's order.

  /// The same fault of the standard as a whole, at its cell.
  SheetFault At(const Fault& fault) const;

  /// A row, and the columns it has, by field.
  struct Row {
    std::string sheet;
    int number = 0;
    std::map<std::string, int> columns;
  };
  std::map<std::string, Row> places;  ///< `indicators[wall]` → its row.
};

/// Reads what WriteWorkbook() wrote and somebody changed. Columns may stand in
/// any order. A sheet, a column or a row of a single value that is not there is
/// a fault: what it had would be lost in silence.
///
/// Errors: those of sheet::Open() and sheet::Reader::Next(); a file that is not
/// such a workbook has faults instead.
absl::StatusOr<ReadStandard> ReadWorkbook(sheet::Source& source);

}  // namespace rasoat::scoring
