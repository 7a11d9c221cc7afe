// Two households that may be one, field by field.
#pragma once

#include <string>
#include <vector>

#include "absl/types/span.h"
#include "services/registry/domain/duplicate.h"
#include "services/registry/domain/household.h"

namespace rasoat::registry {

/// How a field of the two compares. The order is the API's.
enum class FieldVerdict {
  kUnspecified,
  kEqual,
  kDifferent,
  kFirstMissing,   ///< Only the second says something.
  kSecondMissing,  ///< Only the first says something.
};

/// One field side by side, by its name in the API.
struct FieldComparison {
  std::string field;
  std::string first_member;  ///< Empty for fields of households.
  std::string second_member;
  FieldVerdict verdict = FieldVerdict::kUnspecified;
  friend bool operator==(const FieldComparison&,
                         const FieldComparison&) = default;
};

/// Village, number, address and phone; then, for every two members that are
/// matched and still there, their fields; then, as `member`, who has no
/// counterpart. Fields that neither fills in are left out. Texts that differ in
/// accents, case or spacing alone count as different: they are for people to
/// see.
std::vector<FieldComparison> SideBySide(const Household& first,
                                        const Household& second,
                                        absl::Span<const MemberMatch> matches);

}  // namespace rasoat::registry
