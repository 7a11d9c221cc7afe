// What is fuzzed of services/common/sheet. Each aborts when a row breaks what
// reader.h promises.
#pragma once

#include <cstddef>
#include <cstdint>

namespace rasoat::sheet {

/// Any file: CSV, or an XLSX as a zip.
void FuzzTable(const std::uint8_t* data, std::size_t size);
/// What stands between `<sheetData>` and its end, in a well-formed zip.
void FuzzSheetXml(const std::uint8_t* data, std::size_t size);

}  // namespace rasoat::sheet
