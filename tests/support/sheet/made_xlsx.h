// XLSX files made by hand, for what no writer would write.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace rasoat::sheet {

/// The parts of a zip by name, stored or packed.
std::string Zip(const std::map<std::string, std::string>& parts);

/// What an XLSX is made of besides its sheets.
struct MadeBook {
  /// XML of the `<row>` elements of each sheet.
  std::vector<std::string> sheets;
  /// `hidden` and the like, by the place of the sheet.
  std::map<std::size_t, std::string> states;
  std::string workbook_properties;  ///< Such as `<workbookPr date1904="1"/>`.
  std::string shared_texts;         ///< XML of the `<si>` elements.
  std::string styles;               ///< XML inside `<styleSheet>`.
  std::map<std::string, std::string> more_parts;
};

/// The file.
std::string Xlsx(const MadeBook& book);

}  // namespace rasoat::sheet
