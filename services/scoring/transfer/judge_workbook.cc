#include "services/scoring/transfer/judge_workbook.h"

#include <utility>

#include "services/common/status/status_macros.h"

namespace rasoat::scoring {

absl::StatusOr<JudgedWorkbook> JudgeWorkbook(sheet::Source& source,
                                             const std::string& name,
                                             const Catalogue& catalogue) {
  RASOAT_ASSIGN_OR_RETURN(ReadStandard read, ReadWorkbook(source));
  read.standard.set_name(name);
  if (!read.faults.empty()) {
    return JudgedWorkbook{std::move(read.standard), std::move(read.faults)};
  }
  JudgedStandard judged = catalogue.Judge(read.standard);
  JudgedWorkbook workbook{.standard = std::move(judged.known.proto)};
  for (const Fault& fault : judged.faults) {
    workbook.faults.push_back(read.At(fault));
  }
  return workbook;
}

}  // namespace rasoat::scoring
