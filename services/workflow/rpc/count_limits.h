#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/common/status/error.h"

namespace rasoat::workflow {

/// OK when a list of `count` has 1 to `most` entries.
///
/// Errors: INVALID_ARGUMENT  COUNT_WRONG  blames `field`
inline absl::Status CheckCount(int count, int most, const char* field) {
  if (count >= 1 && count <= most) return absl::OkStatus();
  return Invalid(
      Violation{field, "COUNT_WRONG",
                absl::StrCat("Danh sách phải có từ 1 đến ", most,
                             " mục; hãy chia thành nhiều lần gửi."),
                absl::StrCat("The list must have 1 to ", most,
                             " entries; send it in several calls.")});
}

}  // namespace rasoat::workflow
