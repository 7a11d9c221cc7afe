// Makes households of the rows of a list, one row a member.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/types/span.h"
#include "services/registry/domain/household.h"
#include "services/registry/domain/import_finding.h"
#include "services/registry/domain/import_layout.h"
#include "services/registry/domain/import_values.h"
#include "services/registry/domain/import_villages.h"

namespace rasoat::registry {

/// Where a row stands. Sorts as the file does.
struct ImportRowAt {
  int sheet = 0;
  std::int64_t number = 0;
  friend auto operator<=>(const ImportRowAt&, const ImportRowAt&) = default;
};

/// A row, and what was found.
struct ImportRow {
  ImportRowAt at;
  std::vector<ImportFinding> findings;
  /// How many of them the file itself gives; those after them depend on what
  /// the register holds.
  std::size_t from_file = 0;
};

/// Somebody who may be the same person as a member; see LookAlikes.
struct LookAlike {
  std::size_t member = 0;  ///< Place among the household's members.
  HouseholdId household;   ///< Where the other one lives …
  AreaCode village;        ///< … and its village.
  ImportRowAt row;         ///< The other's row, if the file itself has it.
  int score = 0;           ///< Of the marks, 0 to 100.
};

/// A household as the file has it.
struct ImportedHousehold {
  Household household;  ///< Without id. Members in the order of their rows.
  std::vector<ImportRow> rows;
  std::vector<int> row_of_member;  ///< Places in `rows`.
  std::vector<LookAlike> alike;    ///< One a member at most.

  /// True when something must be corrected before it can be taken.
  bool Refused() const;
};

/// Takes row after row, gives household after household. A row belongs to the
/// household before it as long as it has the same number and village or, below
/// the head, none. One thread at a time; all it is made of must outlive it.
class ImportAssembler {
 public:
  using Emit = absl::FunctionRef<void(ImportedHousehold)>;

  ImportAssembler(const ImportLayout& layout, const PersonRules& rules,
                  const VillageFinder& villages, absl::CivilDay today)
      : layout_(layout), rules_(rules), villages_(villages), today_(today) {}

  /// The header of the rows that follow; ends the open household.
  void StartSheet(const ImportHeader& header, Emit emit);
  /// Adds a row. `fault` names an import rule that the row as such breaks, or
  /// is "". A row that is nobody's is given as a household without members.
  void Add(const ImportRowAt& at, absl::Span<const ImportCell> cells,
           absl::string_view fault, Emit emit);
  /// Ends the open household; at the end of the file.
  void Finish(Emit emit);

 private:
  /// The cells of a row by field; null for a blank one.
  struct Fields {
    std::array<const ImportCell*, kImportFields> cell{};
    std::array<int, kImportFields> column{};
    const ImportCell* operator[](ImportField field) const {
      return cell[static_cast<std::size_t>(field)];
    }
    int ColumnOf(ImportField field) const {
      return column[static_cast<std::size_t>(field)];
    }
  };

  Fields FieldsOf(absl::Span<const ImportCell> cells, ImportRow& row) const;
  static bool IsNobody(const Fields& fields,
                       absl::Span<const ImportCell> cells);
  const Area* VillageOf(const Fields& fields, ImportRow& row);
  Member MemberOf(const Fields& fields, ImportRow& row) const;
  void ReadSexAndBirth(const Fields& fields, Member& member,
                       ImportRow& row) const;
  void AddListed(absl::Span<const ImportCell> cells, ImportRow& row);
  void AddHouseholdFields(const Fields& fields, ImportRow& row);
  int ColumnOfPath(absl::string_view field) const;
  void CompleteMembers();
  void Check();

  const ImportLayout& layout_;
  const PersonRules& rules_;
  const VillageFinder& villages_;
  const absl::CivilDay today_;
  ImportHeader header_;
  std::array<int, kImportFields> column_of_field_{};
  std::optional<ImportedHousehold> open_;
  std::string head_name_;  // of the open household, as its column says
  bool synthetic_ = false;
  // The village found last, and for what text.
  std::array<std::string, 6> last_text_;
  Reading<const Area*> last_village_;
};

}  // namespace rasoat::registry
