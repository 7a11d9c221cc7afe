// The names of the trade's things as types, so that a village is never passed
// for a round. Which characters they may have is checked in names.h.
#pragma once

#include <compare>
#include <string>
#include <utility>

namespace rasoat::workflow {

/// Text that identifies one kind of thing; `Kind` tells the kinds apart.
template <class Kind>
struct Identifier {
  std::string value;

  friend auto operator<=>(const Identifier&, const Identifier&) = default;
  template <class H>
  friend H AbslHashValue(H h, const Identifier& id) {
    return H::combine(std::move(h), id.value);
  }
};

/// A round, `rounds/{id}`: 3 to 40 lower-case letters, digits and hyphens.
using RoundId = Identifier<struct RoundKind>;
/// The code of a unit or village, `areas/{code}`; `*` is the whole tree.
using AreaCode = Identifier<struct AreaKind>;
/// A procedure, `procedures/{id}`.
using ProcedureId = Identifier<struct ProcedureKind>;
/// A training class within its round: 1 to 40 lower-case letters, digits,
/// hyphens.
using ClassId = Identifier<struct ClassKind>;
/// A person on the roster, `staff/{id}`: the same characters.
using StaffId = Identifier<struct StaffKind>;

}  // namespace rasoat::workflow
