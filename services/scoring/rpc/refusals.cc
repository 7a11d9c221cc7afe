#include "services/scoring/rpc/refusals.h"

#include <string>

#include "services/common/status/error.h"

namespace rasoat::scoring {

absl::Status AssessmentNotFound(absl::string_view field) {
  return Refused(
      absl::StatusCode::kNotFound,
      {.field = std::string(field),
       .rule = "ASSESSMENT_NOT_FOUND",
       .vi = "Chưa có kết quả chấm điểm của phiếu này. Nếu phiếu vừa gửi, hãy "
             "đợi vài giây; nếu không, hãy kiểm tra lại tên.",
       .en = "There is no assessment of this survey. If it was just submitted, "
             "wait a few seconds; otherwise check the name."});
}

absl::Status RoundStandardsNotFound(absl::string_view field) {
  return Refused(
      absl::StatusCode::kNotFound,
      {.field = std::string(field),
       .rule = "ROUND_STANDARDS_NOT_FOUND",
       .vi =
           "Đợt rà soát này chưa được gán chuẩn nghèo. Hãy đề nghị người quản "
           "trị gán chuẩn.",
       .en = "This round has no standards yet. Ask the administrator to assign "
             "them."});
}

}  // namespace rasoat::scoring
