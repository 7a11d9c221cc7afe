// Reads what people type into the cells of a list. Each reading gives the value
// and, where it is not plainly that, the name of an import rule
// (import_finding.h): a repair that was made, or what is wrong.
#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/registry/domain/import_layout.h"

namespace rasoat::registry {

/// A cell of a row. A view.
struct ImportCell {
  absl::string_view text;
  bool is_number = false;  ///< The file has it as a number, not as text.
  bool is_error = false;   ///< A formula's error.
};

/// A value, and the rule that has something to say; "" for none. Without a
/// value and without a rule the cell says nothing.
template <class T>
struct Reading {
  std::optional<T> value;
  absl::string_view rule;
};

/// A date as people write it: `05/09/1980`, `5-9-80`, `05.09.1980`, `1980`,
/// `9/1980`, `1980-09-05`, `05091980`, `ngày 5 tháng 9 năm 1980`, Excel's
/// number of the day, or month first where there is no other way to read it. A
/// year of two digits is the latest not after `today`.
Reading<absl::CivilDay> ReadDate(const ImportCell& cell, absl::CivilDay today);

/// `Nam`, `nữ`, `M`, `F`, `1`, `2` and the layout's other words.
Reading<Sex> ReadSex(const ImportCell& cell, const ImportLayout& layout);

/// The layout's words; any other word is a relation of the kind "other".
Reading<Relation> ReadRelation(const ImportCell& cell,
                               const ImportLayout& layout);

/// What stands behind a code of the censuses' list of ethnic groups, to tell it
/// from one of list 121-TCTK: "05 (TĐT)".
inline constexpr char kCensusCodeMark[] = "(TĐT)";

/// The list that the code of an ethnic group in the cell is from.
EthnicCodeSystem EthnicCodeSystemOf(const ImportCell& cell);

/// A code of one or two digits, or the layout's names.
Reading<std::string> ReadEthnicGroup(const ImportCell& cell,
                                     const ImportLayout& layout);

/// An identity number.
struct Identity {
  IdentityKind kind = IdentityKind::kNone;
  std::string number;
  friend bool operator==(const Identity&, const Identity&) = default;
};

/// 12 digits or 9, with spaces, dots and dashes between them; 11 or 10, or 8,
/// have lost their leading zeros. Words such as `không có` say there is none.
Reading<Identity> ReadIdentity(const ImportCell& cell,
                               const ImportLayout& layout);

/// A household's number: `12`, `012`, `12.0`, `Hộ số 12`.
Reading<std::int64_t> ReadHouseholdNumber(const ImportCell& cell);

/// A code of `digits` digits; fewer have lost leading zeros.
Reading<std::string> ReadCode(const ImportCell& cell, std::size_t digits);

/// A telephone number: digits, perhaps with + before them; what stands between
/// them is left out, and one of 9 digits that is a number has lost its zero.
Reading<std::string> ReadPhone(const ImportCell& cell);

}  // namespace rasoat::registry
