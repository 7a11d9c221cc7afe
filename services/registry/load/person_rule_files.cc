#include "services/registry/load/person_rule_files.h"

#include <fstream>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/registry/domain/text.h"

namespace rasoat::registry {
namespace {

using Cells = std::vector<absl::string_view>;

/// Hands every row below the header to `take`, which says whether it is good.
absl::Status ForEachRow(const std::string& path,
                        absl::FunctionRef<bool(const Cells&)> take) {
  std::ifstream in(path);
  std::string line;
  int number = 0;
  while (std::getline(in, line)) {
    if (++number == 1) continue;
    if (!take(absl::StrSplit(line, ','))) {
      return Error(absl::StatusCode::kFailedPrecondition, "CODE_LIST_FAULTY",
                   absl::StrCat(path, ", line ", number, " cannot be read"));
    }
  }
  if (number < 2) {
    return Error(absl::StatusCode::kFailedPrecondition, "CODE_LIST_FAULTY",
                 absl::StrCat(path, " is missing or empty"));
  }
  return absl::OkStatus();
}

bool TakeCode(const Cells& cells, std::size_t digits,
              absl::flat_hash_set<std::string>& codes) {
  if (cells[0].size() != digits || !AllDigits(cells[0])) return false;
  codes.emplace(cells[0]);
  return true;
}

/// Foreigners have no code in the censuses.
bool TakeEthnicGroup(const Cells& cells, PersonRules& rules) {
  if (cells.size() < 3 || !TakeCode(cells, 2, rules.ethnic_groups)) {
    return false;
  }
  const absl::string_view census = cells[2];
  if (census.empty()) return true;
  if (census.size() != 2 || !AllDigits(census)) return false;
  return rules.census_ethnic_groups.emplace(census).second;
}

bool TakeCentury(const Cells& cells, std::vector<CenturyDigit>& rows) {
  CenturyDigit row;
  if (cells.size() != 4 || !absl::SimpleAtoi(cells[0], &row.birth_year_from) ||
      !absl::SimpleAtoi(cells[1], &row.birth_year_to) ||
      (cells[2] != "M" && cells[2] != "F") || cells[3].size() != 1) {
    return false;
  }
  row.sex = cells[2] == "M" ? Sex::kMale : Sex::kFemale;
  row.digit = cells[3][0];
  rows.push_back(row);
  return true;
}

}  // namespace

absl::StatusOr<PersonRules> ReadPersonRules(const std::string& directory) {
  PersonRules rules;
  RASOAT_RETURN_IF_ERROR(ForEachRow(
      directory + "/cccd_province_codes.csv", [&](const Cells& cells) {
        return TakeCode(cells, 3, rules.birth_provinces);
      }));
  RASOAT_RETURN_IF_ERROR(ForEachRow(
      directory + "/cccd_century_gender.csv", [&](const Cells& cells) {
        return TakeCentury(cells, rules.century_digits);
      }));
  RASOAT_RETURN_IF_ERROR(ForEachRow(
      directory + "/ethnic_groups.csv",
      [&](const Cells& cells) { return TakeEthnicGroup(cells, rules); }));
  return rules;
}

}  // namespace rasoat::registry
