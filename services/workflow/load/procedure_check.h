// Every fault of a procedure file, with its place. Private to load/.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "rasoat/workflow/v1/rounds.pb.h"

namespace rasoat::workflow {

/// Reads `text` into `message` and checks it. Returns the faults in the order
/// of the file's parts, each `file:line:column: field: what is wrong`; where a
/// thing is missing the place is that of what it is missing from. Empty: none.
std::vector<std::string> ReadProcedure(absl::string_view file,
                                       const std::string& text,
                                       v1::Procedure& message);

}  // namespace rasoat::workflow
