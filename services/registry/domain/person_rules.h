// What the state's code lists allow in a person's record. The lists are data
// (../identity), read at the start.
#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace rasoat::registry {

/// Sex as the forms have it.
enum class Sex { kUnspecified, kMale, kFemale };

/// The list that the code of an ethnic group is from. A code is kept with its
/// list and never converted: no official table between the two was found.
enum class EthnicCodeSystem { kList121Tctk, kCensus };

/// Which fourth digit a citizen id has for a year of birth and a sex.
struct CenturyDigit {
  int birth_year_from = 0;  ///< Counts.
  int birth_year_to = 0;    ///< Counts.
  Sex sex = Sex::kUnspecified;
  char digit = '0';
};

/// The lists. Immutable once read.
struct PersonRules {
  /// First three digits of a citizen id: the province of birth.
  absl::flat_hash_set<std::string> birth_provinces;
  std::vector<CenturyDigit> century_digits;
  /// Two digits of the statistics office's list 121-TCTK 1979.
  absl::flat_hash_set<std::string> ethnic_groups;
  /// Two digits of the coding of the statistics office's censuses.
  absl::flat_hash_set<std::string> census_ethnic_groups;

  /// True when the list has the code.
  bool HasEthnicGroup(EthnicCodeSystem system, absl::string_view code) const;
};

/// How a citizen id relates to the person it is said to be of.
enum class CitizenIdFit {
  kFits,
  kNotTwelveDigits,
  kUnknownProvince,  ///< First three digits.
  kOtherCentury,     ///< Fourth digit does not go with sex and birth year.
  kOtherYear,  ///< Fifth and sixth digits are not those of the birth year.
};

/// Compares the 12-digit number with the person.
///
/// Who was born abroad has a country's code from 100 on, of which there is no
/// list: it is not looked up. With `training`, a fourth digit of 4 to 9 is
/// taken as well whatever the sex: such a number is of somebody born after
/// 2100 and cannot belong to a living person, which is why made-up people have
/// it.
CitizenIdFit FitCitizenId(absl::string_view number, absl::CivilDay birth_date,
                          Sex sex, bool training, const PersonRules& rules);

}  // namespace rasoat::registry
