#include "services/registry/domain/import_layout.h"

#include <algorithm>

#include "services/registry/domain/vietnamese.h"

namespace rasoat::registry {
namespace {

constexpr int kLeastMatched = 3;

int ColumnOf(const ImportLayout& layout, absl::string_view cell) {
  if (cell.empty() || cell.size() > 200) return -1;
  auto found = layout.by_header.find(Folded(cell));
  return found == layout.by_header.end() ? -1 : found->second;
}

/// `1`, `(12)`, `A`: what numbers the columns.
bool IsIndex(const std::string& folded) {
  if (folded.size() == 1) return true;
  return folded.size() == 2 &&
         std::all_of(folded.begin(), folded.end(),
                     [](char c) { return c >= '0' && c <= '9'; });
}

/// True when every cell of the row is a header, or numbers a column: no row of
/// data is like that.
bool OnlyHeaders(const ImportLayout& layout,
                 absl::Span<const absl::string_view> row) {
  int headers = 0;
  for (const absl::string_view cell : row) {
    const std::string folded = Folded(cell);
    if (folded.empty() || IsIndex(folded)) continue;
    if (ColumnOf(layout, cell) < 0) return false;
    ++headers;
  }
  return headers > 0;
}

bool Has(const ImportLayout& layout, const ImportHeader& header,
         ImportField field) {
  return std::any_of(header.column_of_cell.begin(), header.column_of_cell.end(),
                     [&](int column) {
                       return column >= 0 &&
                              layout.columns[column].field == field;
                     });
}

}  // namespace

bool ImportLayout::IndexHeaders(std::string& twice) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    std::vector<std::string> all = columns[i].headers;
    all.push_back(Folded(columns[i].label.vi));
    all.push_back(Folded(columns[i].label.en));
    for (const std::string& header : all) {
      const auto [at, added] = by_header.emplace(header, static_cast<int>(i));
      if (!added && at->second != static_cast<int>(i)) {
        twice = header;
        return false;
      }
    }
  }
  return true;
}

int ImportLayout::Find(absl::string_view key) const {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].key == key) return static_cast<int>(i);
  }
  return -1;
}

int ImportLayout::Find(ImportField field) const {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].field == field) return static_cast<int>(i);
  }
  return -1;
}

int ImportHeader::CellOf(int column) const {
  const auto found =
      std::find(column_of_cell.begin(), column_of_cell.end(), column);
  return found == column_of_cell.end()
             ? -1
             : static_cast<int>(found - column_of_cell.begin());
}

ImportHeader MatchHeader(const ImportLayout& layout,
                         absl::Span<const absl::string_view> row,
                         absl::Span<const absl::string_view> below) {
  ImportHeader header;
  header.two_rows = OnlyHeaders(layout, below);
  const std::size_t width =
      header.two_rows ? std::max(row.size(), below.size()) : row.size();
  for (std::size_t i = 0; i < width; ++i) {
    int column =
        header.two_rows && i < below.size() ? ColumnOf(layout, below[i]) : -1;
    if (column < 0 && i < row.size()) column = ColumnOf(layout, row[i]);
    if (column >= 0 && header.CellOf(column) >= 0) column = -1;
    header.column_of_cell.push_back(column);
    header.matched += column >= 0;
  }
  return header;
}

bool IsHeader(const ImportLayout& layout, const ImportHeader& header) {
  return header.matched >= kLeastMatched &&
         (Has(layout, header, ImportField::kMemberName) ||
          Has(layout, header, ImportField::kHeadName));
}

std::vector<const ImportColumn*> MissingColumns(const ImportLayout& layout,
                                                const ImportHeader& header) {
  std::vector<const ImportColumn*> missing;
  const auto has = [&](ImportField field) {
    return Has(layout, header, field);
  };
  const bool by_sex = has(ImportField::kMale) && has(ImportField::kFemale);
  for (const ImportColumn& column : layout.columns) {
    if (!column.required || has(column.field)) continue;
    if (column.field == ImportField::kMemberName &&
        has(ImportField::kHeadName)) {
      continue;
    }
    if ((column.field == ImportField::kSex ||
         column.field == ImportField::kBirthDate) &&
        by_sex) {
      continue;
    }
    if (column.field == ImportField::kVillage &&
        has(ImportField::kVillageCode)) {
      continue;
    }
    missing.push_back(&column);
  }
  return missing;
}

}  // namespace rasoat::registry
