// Reads a whole file into lines that a test can compare.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/sheet/reader.h"
#include "services/common/status/status_macros.h"

namespace rasoat::sheet {

/// Every row as `number: a|b|c`, with `!` and the fault's number after it.
inline absl::StatusOr<std::vector<std::string>> ReadAll(
    const std::string& bytes, const Limits& limits = {}) {
  MemorySource source(bytes);
  RASOAT_ASSIGN_OR_RETURN(auto reader, Open(source, limits));
  std::vector<std::string> lines;
  Row row;
  for (;;) {
    RASOAT_ASSIGN_OR_RETURN(const bool more, reader->Next(row));
    if (!more) return lines;
    std::string line = absl::StrCat(row.number, ": ");
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      absl::StrAppend(&line, i == 0 ? "" : "|", row.cells[i].text);
    }
    if (row.fault != RowFault::kNone) {
      absl::StrAppend(&line, "!", static_cast<int>(row.fault));
    }
    lines.push_back(std::move(line));
  }
}

}  // namespace rasoat::sheet
