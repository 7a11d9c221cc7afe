#include "services/registry/transfer/seen_in_file.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace rasoat::registry {
namespace {

/// Numbers below a hundred thousand fit beside a village's code.
constexpr std::uint64_t kNumbers = 1'000'000;

std::uint64_t KeyOf(const Household& household) {
  std::uint64_t village = 0;
  // A code is digits; anything else has been refused.
  static_cast<void>(absl::SimpleAtoi(household.village.value, &village));
  return village * kNumbers + static_cast<std::uint64_t>(household.number);
}

/// A citizen id and an old one with the same digits stay apart.
std::uint64_t KeyOf(const Member& member) {
  std::uint64_t number = 0;
  static_cast<void>(absl::SimpleAtoi(member.identity_number, &number));
  return number * 2 + (member.identity_kind == IdentityKind::kOldId ? 1 : 0);
}

}  // namespace

bool SeenInFile::Mark(ImportedHousehold& imported) {
  const Household& household = imported.household;
  bool fresh = true;
  if (numbers_.contains(KeyOf(household))) {
    imported.rows.front().findings.push_back(
        Found("NUMBER_REPEATED_IN_FILE",
              layout_.Find(ImportField::kHouseholdNumber)));
    fresh = false;
  }
  for (std::size_t i = 0; i < household.members.size(); ++i) {
    const Member& member = household.members[i];
    if (member.identity_kind == IdentityKind::kNone ||
        !people_.contains(KeyOf(member))) {
      continue;
    }
    imported.rows[imported.row_of_member[i]].findings.push_back(Found(
        "PERSON_REPEATED_IN_FILE", layout_.Find(ImportField::kIdentityNumber)));
    fresh = false;
  }
  if (!fresh) return false;
  numbers_.insert(KeyOf(household));
  for (const Member& member : household.members) {
    if (member.identity_kind != IdentityKind::kNone) {
      people_.insert(KeyOf(member));
    }
  }
  return true;
}

}  // namespace rasoat::registry
