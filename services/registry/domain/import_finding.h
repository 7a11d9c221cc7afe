// What is said about a row of an imported list: what is wrong, what was taken
// differently than typed, and why.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/registry/domain/form.h"
#include "services/registry/domain/ids.h"

namespace rasoat::registry {

/// How bad it is. The order is the API's.
enum class FindingKind {
  kUnspecified,
  kNote,       ///< Something was repaired; no need to look.
  kWarning,    ///< Taken, but somebody should look.
  kDuplicate,  ///< Is in the register, or in the file, already.
  kError,      ///< The household is not taken.
};

/// One finding about one cell, or about the row.
struct ImportFinding {
  int column = -1;  ///< In ImportLayout::columns; -1: the row.
  FindingKind kind = FindingKind::kUnspecified;
  std::string rule;  ///< For example `DATE_YEAR_ONLY`.
  /// What is wrong and what to do; empty when the rule's own text says it all.
  Label text;
  HouseholdId related;  ///< The household of the register that it is about.
};

/// A rule that imports have beside those of CheckHousehold.
struct ImportRule {
  absl::string_view name;
  FindingKind kind;
  absl::string_view vi;
  absl::string_view en;
};

/// The rule with this name, or null.
const ImportRule* FindImportRule(absl::string_view name);

/// A finding by a rule that FindImportRule knows.
ImportFinding Found(absl::string_view rule, int column = -1);

/// The finding's text, or its rule's.
Label TextOf(const ImportFinding& finding);

}  // namespace rasoat::registry
