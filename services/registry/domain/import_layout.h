// The layout of a list that communes keep in a spreadsheet: which columns it
// may have and what stands in them. The layouts are data (../imports).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/registry/domain/form.h"
#include "services/registry/domain/household.h"

namespace rasoat::registry {

/// What a column is about.
enum class ImportField {
  kNone,
  kHouseholdNumber,
  kHeadName,
  kMemberName,
  kRelation,
  kBirthDate,
  kSex,
  kMale,    ///< Marked for a man; or his date or year of birth.
  kFemale,  ///< The same for a woman.
  kIdentityNumber,
  kEthnicGroup,
  kDistrict,
  kDistrictCode,
  kCommune,
  kCommuneCode,
  kVillage,
  kVillageCode,
  kAddress,
  kPhone,
  kListed,   ///< Carried with the household as the list says it.
  kDerived,  ///< Written by exports, left alone by imports.
};
inline constexpr int kImportFields =
    static_cast<int>(ImportField::kDerived) + 1;

/// A column of a layout.
struct ImportColumn {
  std::string key;  ///< For example `birth_date`.
  ImportField field = ImportField::kNone;
  Label label;
  /// What it may be called at its top, besides its labels; Folded().
  std::vector<std::string> headers;
  bool required = false;
};

/// The words that may stand in cells for one kind of value. A word is looked up
/// as it is typed, whatever its case, and then without its accents where that
/// leaves no doubt.
template <class T>
class ImportWords {
 public:
  /// Adds a word. False when it is there with another value.
  bool Add(const std::string& lowered, const std::string& folded, T value) {
    const auto [at, added] = exactly_.emplace(lowered, value);
    if (!added) return at->second == value;
    const auto [loose, first] = loosely_.emplace(folded, value);
    if (!first && loose->second && *loose->second != value) {
      loose->second.reset();
    }
    return true;
  }
  /// The value of a word; nothing for one that is not known.
  std::optional<T> Find(const std::string& lowered,
                        const std::string& folded) const {
    auto found = exactly_.find(lowered);
    if (found != exactly_.end()) return found->second;
    auto loose = loosely_.find(folded);
    return loose == loosely_.end() ? std::nullopt : loose->second;
  }

 private:
  absl::flat_hash_map<std::string, T> exactly_;
  absl::flat_hash_map<std::string, std::optional<T>> loosely_;
};

/// A layout, with the words that may stand in its cells.
struct ImportLayout {
  std::string id;
  Label title;
  std::vector<ImportColumn> columns;
  ImportWords<Relation> relations;
  ImportWords<Sex> sexes;
  ImportWords<std::string> ethnic_groups;
  /// Words that stand where there is no number.
  ImportWords<bool> no_number;
  /// Kinds of villages, which may be left out of a name, Folded(): `thon`.
  std::vector<std::string> village_kinds;

  /// Headers to places in `columns`. Made by IndexHeaders().
  absl::flat_hash_map<std::string, int> by_header;
  /// Fills `by_header` from labels and headers. False when two columns have the
  /// same one; `twice` is then that header.
  bool IndexHeaders(std::string& twice);
  /// The place in `columns` of a key, or of a field; -1 for none.
  int Find(absl::string_view key) const;
  int Find(ImportField field) const;
};

/// Which cell of a sheet's rows is which column.
struct ImportHeader {
  /// By cell, the place in ImportLayout::columns; -1 for a cell that is none.
  std::vector<int> column_of_cell;
  int matched = 0;
  bool two_rows = false;

  /// The first cell of a column; -1 for none.
  int CellOf(int column) const;
};

/// Reads a row as the header, with the row below it where that is part of it:
/// where a cell that spans others stands above (`below` may be empty). Of two
/// cells of one column the first counts.
ImportHeader MatchHeader(const ImportLayout& layout,
                         absl::Span<const absl::string_view> row,
                         absl::Span<const absl::string_view> below);

/// True when so much of it was recognised that the row cannot be anything else:
/// three columns, with a name and more than names among them.
bool IsHeader(const ImportLayout& layout, const ImportHeader& header);

/// The required columns that the header lacks. A name may stand in the column
/// of heads or in that of members, a sex in its own column or in those of men
/// and women, a village by name or by code.
std::vector<const ImportColumn*> MissingColumns(const ImportLayout& layout,
                                                const ImportHeader& header);

}  // namespace rasoat::registry
