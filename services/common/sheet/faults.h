// What is wrong with a file, in words for who sent it. Part of sheet/.
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace rasoat::sheet {

/// SHEET_BROKEN; `where_vi` and `where_en` say where, such as "dòng 3".
absl::Status Broken(absl::string_view where_vi, absl::string_view where_en);
/// SHEET_TOO_LARGE; the two say what there is too much of.
absl::Status TooLarge(absl::string_view what_vi, absl::string_view what_en);
absl::Status Unsafe();
absl::Status Empty();
absl::Status KindWrong();
absl::Status OldFormat();
absl::Status Password();
absl::Status HasMacros();

}  // namespace rasoat::sheet
