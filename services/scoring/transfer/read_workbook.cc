#include "services/scoring/transfer/read_workbook.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/sheet/reader.h"
#include "services/common/status/status_macros.h"
#include "services/scoring/transfer/cell_text.h"
#include "services/scoring/transfer/entries.h"
#include "services/scoring/transfer/layout.h"

namespace rasoat::scoring {
namespace {

using google::protobuf::Message;

constexpr sheet::Limits kLimits{.file_bytes = 3 << 20,
                                .part_bytes = 32 << 20,
                                .shared_text_bytes = 8 << 20,
                                .columns = 64,
                                .rows = 20'000,
                                .parts = 200};

/// A row with its own texts, for the lists are not read in the file's order.
struct KeptRow {
  int number = 0;
  std::vector<std::string> cells;

  std::string at(int column) const {
    return column >= 0 && column < static_cast<int>(cells.size())
               ? cells[column]
               : "";
  }
  bool empty() const {
    return std::all_of(cells.begin(), cells.end(),
                       [](const std::string& cell) { return cell.empty(); });
  }
};

using Sheets = std::map<std::string, std::vector<KeptRow>>;

absl::StatusOr<Sheets> Keep(sheet::Source& source) {
  RASOAT_ASSIGN_OR_RETURN(auto reader, sheet::Open(source, kLimits));
  Sheets sheets;
  sheet::Row row;
  while (true) {
    RASOAT_ASSIGN_OR_RETURN(const bool more, reader->Next(row));
    if (!more) return sheets;
    KeptRow kept{.number = static_cast<int>(row.number)};
    for (const sheet::Cell& cell : row.cells) {
      kept.cells.emplace_back(absl::StripAsciiWhitespace(cell.text));
    }
    if (!kept.empty()) {
      sheets[reader->sheet_name(row.sheet)].push_back(std::move(kept));
    }
  }
}

class Reading {
 public:
  explicit Reading(Sheets sheets) : sheets_(std::move(sheets)) {}

  ReadStandard Run() && {
    if (!Has(kValuesSheet)) return std::move(read_);
    ReadValues(sheets_.at(kValuesSheet));
    bool all = true;
    for (const SheetTable& table : SheetTables()) all &= Has(table.name);
    if (!all) return std::move(read_);
    for (const SheetTable& table : SheetTables()) {
      ReadTable(table, sheets_.at(table.name));
    }
    return std::move(read_);
  }

 private:
  void Add(const std::string& sheet, int column, int row, std::string en,
           std::string vi) {
    read_.faults.push_back({sheet, absl::StrCat(sheet::ColumnName(column), row),
                            std::move(vi), std::move(en)});
  }

  /// An export has every sheet, even of an empty list: one that is not there
  /// would lose what the standard had.
  bool Has(const std::string& sheet) {
    if (sheets_.count(sheet) > 0) return true;
    Add(sheet, 0, 1, "the sheet is missing; start from a new export",
        "thiếu trang tính này; hãy bắt đầu từ một tệp kết xuất mới");
    return false;
  }

  void ReadValues(const std::vector<KeptRow>& rows) {
    for (const KeptRow& row : rows) {
      if (row.number < kFirstValueRow) continue;
      const std::string path = row.at(0);
      const bool known =
          std::any_of(SheetValues().begin(), SheetValues().end(),
                      [&](const SheetField& one) { return path == one.path; });
      if (!known) {
        Add(kValuesSheet, 0, row.number, "is no field of a standard",
            "không phải là mục của chuẩn");
        continue;
      }
      read_.places[path] = {kValuesSheet, row.number, {{"", 1}}};
      Set(read_.standard, path, row.at(1), kValuesSheet, 1, row.number);
    }
    for (const SheetField& one : SheetValues()) {
      if (read_.places.count(one.path) > 0) continue;
      Add(kValuesSheet, 0, 1,
          absl::StrCat("the row '", one.path,
                       "' is missing; start from a new export"),
          absl::StrCat("thiếu dòng “", one.path,
                       "”; hãy bắt đầu từ một tệp kết xuất mới"));
    }
  }

  void Set(Message& message, const std::string& path, const std::string& text,
           const std::string& sheet, int column, int row) {
    // 0 is what an absent number is, so that both make the same content.
    const bool zero = IsWhole(*message.GetDescriptor(), path) && text == "0";
    const bool inner = absl::StrContains(path, '.');
    if (zero && inner && !absl::StartsWith(path, "points.")) return;
    if (const auto fault = SetCell(message, path, text)) {
      Add(sheet, column, row, fault->en, fault->vi);
    }
  }

  /// Which column holds which field, by the second row.
  std::map<std::string, int> Columns(const SheetTable& table,
                                     const std::vector<KeptRow>& rows) {
    std::map<std::string, int> columns;
    for (const KeptRow& row : rows) {
      if (row.number != kFirstEntryRow - 1) continue;
      for (int i = 0; i < static_cast<int>(row.cells.size()); ++i) {
        columns.emplace(row.cells[i], i);
      }
    }
    const auto need = [&](const char* name) {
      if (columns.count(name) > 0) return;
      Add(table.name, 0, kFirstEntryRow - 1,
          absl::StrCat("the column '", name, "' is missing"),
          absl::StrCat("thiếu cột “", name, "”"));
    };
    if (table.owner != nullptr) need(table.owner);
    for (const SheetField& field : table.fields) need(field.path);
    return columns;
  }

  void ReadTable(const SheetTable& table, const std::vector<KeptRow>& rows) {
    const std::size_t before = read_.faults.size();
    const std::map<std::string, int> columns = Columns(table, rows);
    if (read_.faults.size() != before) return;
    for (const KeptRow& row : rows) {
      if (row.number < kFirstEntryRow) continue;
      const std::string owner =
          table.owner == nullptr ? "" : row.at(columns.at(table.owner));
      Message* entry = AddEntry(read_.standard, table, owner);
      if (entry == nullptr) {
        Add(table.name, columns.at(table.owner), row.number,
            absl::StrCat("there is no indicator '", owner, "'"),
            absl::StrCat("không có chỉ số “", owner, "”"));
        continue;
      }
      ReadEntry(table, columns, row, *entry);
      Place(table, owner, *entry, {table.name, row.number, columns});
    }
  }

  void ReadEntry(const SheetTable& table,
                 const std::map<std::string, int>& columns, const KeptRow& row,
                 Message& entry) {
    for (const SheetField& field : table.fields) {
      const int column = columns.at(field.path);
      const std::string text = row.at(column);
      if (field.required && text.empty()) {
        Add(table.name, column, row.number,
            absl::StrCat("'", field.path, "' is missing; 0 has to be said"),
            absl::StrCat("còn thiếu “", field.label,
                         "”; nếu là 0 thì ghi số 0"));
      } else if (field.path[0] == '.') {
        SetWhole(entry, text, table.name, column, row.number);
      } else {
        if (absl::StartsWith(field.path, "points.")) {
          entry.GetReflection()->MutableMessage(
              &entry, entry.GetDescriptor()->FindFieldByName("points"));
        }
        Set(entry, field.path, text, table.name, column, row.number);
      }
    }
  }

  void SetWhole(Message& entry, const std::string& text,
                const std::string& sheet, int column, int row) {
    if (const auto fault = SetMessageText(entry, text)) {
      Add(sheet, column, row, fault->en, fault->vi);
    }
  }

  /// Remembers where the entry stands, by the name faults know it by.
  void Place(const SheetTable& table, const std::string& owner,
             const Message& entry, ReadStandard::Row row) {
    const std::string list = table.list;
    const int number = counts_[absl::StrCat(list, owner)]++;
    std::string key = absl::StrCat(number);
    if (list == "class_rules") {
      key = absl::AsciiStrToLower(CellText(entry, "settlement"));
    } else if (table.owner == nullptr &&
               entry.GetDescriptor()->FindFieldByName("code") != nullptr) {
      key = CellText(entry, "code");
    }
    std::string place = absl::StrCat(list, "[", key, "]");
    if (table.owner != nullptr) {
      place = absl::StrCat(table.owner, "[", owner, "].", place);
    }
    read_.places.emplace(std::move(place), std::move(row));
  }

  const Sheets sheets_;
  ReadStandard read_;
  std::map<std::string, int> counts_;
};

}  // namespace

SheetFault ReadStandard::At(const Fault& fault) const {
  std::string place = fault.place;
  while (true) {
    const auto found = places.find(place);
    if (found != places.end()) {
      const Row& row = found->second;
      // Of a part with several columns the first of them that there is.
      const std::string rest =
          fault.place.substr(std::min(place.size() + 1, fault.place.size()));
      int column = row.columns.count("") > 0 ? 1 : 0;
      for (const auto& [path, at] : row.columns) {
        if (!path.empty() && path.substr(0, path.find('.')) ==
                                 rest.substr(0, rest.find_first_of(".["))) {
          column = at;
          break;
        }
      }
      return {row.sheet, absl::StrCat(sheet::ColumnName(column), row.number),
              absl::StrCat(fault.place, ": ", fault.vi),
              absl::StrCat(fault.place, ": ", fault.what)};
    }
    const std::size_t cut = place.find_last_of(".[");
    if (cut == std::string::npos) break;
    place.resize(cut);
  }
  // A group of single values, or a list as a whole.
  for (const auto& [path, row] : places) {
    if (!absl::StartsWith(path, absl::StrCat(place, "."))) continue;
    return {row.sheet, absl::StrCat("B", row.number),
            absl::StrCat(fault.place, ": ", fault.vi),
            absl::StrCat(fault.place, ": ", fault.what)};
  }
  for (const SheetTable& table : SheetTables()) {
    if (place != table.list) continue;
    return {table.name, "A1", absl::StrCat(fault.place, ": ", fault.vi),
            absl::StrCat(fault.place, ": ", fault.what)};
  }
  return {kValuesSheet, "A1", absl::StrCat(fault.place, ": ", fault.vi),
          absl::StrCat(fault.place, ": ", fault.what)};
}

absl::StatusOr<ReadStandard> ReadWorkbook(sheet::Source& source) {
  RASOAT_ASSIGN_OR_RETURN(Sheets sheets, Keep(source));
  return Reading(std::move(sheets)).Run();
}

}  // namespace rasoat::scoring
