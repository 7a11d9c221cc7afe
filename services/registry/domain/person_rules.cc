#include "services/registry/domain/person_rules.h"

#include <algorithm>

#include "services/registry/domain/text.h"

namespace rasoat::registry {

bool PersonRules::HasEthnicGroup(EthnicCodeSystem system,
                                 absl::string_view code) const {
  switch (system) {
    case EthnicCodeSystem::kList121Tctk:
      return ethnic_groups.contains(code);
    case EthnicCodeSystem::kCensus:
      return census_ethnic_groups.contains(code);
  }
  return false;
}

CitizenIdFit FitCitizenId(absl::string_view number, absl::CivilDay birth_date,
                          Sex sex, bool training, const PersonRules& rules) {
  if (number.size() != 12 || !AllDigits(number)) {
    return CitizenIdFit::kNotTwelveDigits;
  }
  if (number[0] == '0' &&
      !rules.birth_provinces.contains(number.substr(0, 3))) {
    return CitizenIdFit::kUnknownProvince;
  }
  const auto year = static_cast<int>(birth_date.year());
  const bool made_up = training && number[3] >= '4';
  const bool century_fits =
      made_up ||
      std::any_of(rules.century_digits.begin(), rules.century_digits.end(),
                  [&](const CenturyDigit& row) {
                    return row.sex == sex && row.digit == number[3] &&
                           row.birth_year_from <= year &&
                           year <= row.birth_year_to;
                  });
  if (!century_fits) return CitizenIdFit::kOtherCentury;
  const int last_two = (number[4] - '0') * 10 + (number[5] - '0');
  return last_two == year % 100 ? CitizenIdFit::kFits
                                : CitizenIdFit::kOtherYear;
}

}  // namespace rasoat::registry
