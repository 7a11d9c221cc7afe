// Whether two households hold the same people: what speaks for it, how much
// each reason counts, and what that comes to.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/registry/domain/person.h"

namespace rasoat::registry {

/// What speaks for two members being one person, or against it. The order is
/// the API's.
enum class DuplicateReason {
  kUnspecified,
  kSameCitizenId,
  kSameOldId,
  kSameName,
  kSimilarName,  ///< See SimilarNames().
  kSameBirthDate,
  kSameBirthYear,  ///< The year alone.
  kSameVillage,
  kSameCommune,  ///< But not the same village.
  kSharedKin,    ///< Another member of each has one name and birth year.
  kOtherSex,
  kOtherCitizenId,  ///< Each has one, and they differ.
};
inline constexpr int kDuplicateReasons = 12;

/// What each reason counts: data (../duplicates), read at the start.
struct DuplicateMarks {
  /// Points by reason; those that speak against are negative.
  std::array<int, kDuplicateReasons> points{};
  /// kSharedKin counts once a relative, for so many at most.
  int most_kin = 0;
  /// From this score on, 1 to 100, two households are suspected.
  int raise_from = 0;

  int Of(DuplicateReason reason) const {
    return points[static_cast<std::size_t>(reason)];
  }
};

/// A reason and the points it brought.
struct DuplicatePoints {
  DuplicateReason reason = DuplicateReason::kUnspecified;
  int points = 0;
  friend bool operator==(const DuplicatePoints&,
                         const DuplicatePoints&) = default;
};

/// Two members who may be one person.
struct MemberMatch {
  std::string first;   ///< Member of the finding's first household.
  std::string second;  ///< Member of its second.
  int score = 0;       ///< 0 to 100.
  std::vector<DuplicatePoints> reasons;
  friend bool operator==(const MemberMatch&, const MemberMatch&) = default;
};

/// Two households, `first` < `second`, who may hold the same people.
struct DuplicateFinding {
  HouseholdId first;
  HouseholdId second;
  AreaCode first_village;
  AreaCode second_village;
  int score = 0;  ///< That of the best match.
  /// Each member stands in one at most; the best first.
  std::vector<MemberMatch> matches;
  /// The same as long as nothing that was compared has changed: by this, "not
  /// a duplicate" is remembered.
  std::string facts;
  friend bool operator==(const DuplicateFinding&,
                         const DuplicateFinding&) = default;
};

/// True when two different keys may be one name written in two ways: the same
/// words in another order; a middle word left out; one letter wrong, missing,
/// more or swapped with its neighbour, two from 14 letters on, but in the given
/// name one at most: Nam and Lan are two people. Names below 6 letters are
/// similar to none by letters.
bool SimilarNames(absl::string_view a, absl::string_view b);

/// How much speaks for two members of different households being one person,
/// without their kin. Reasons of 0 points are left out.
std::vector<DuplicatePoints> CompareMembers(const Person& a, const Person& b,
                                            const DuplicateMarks& marks);

/// Every two households among `persons` that are suspected, by score and then
/// by households; with `about` not empty, only those where one is in it.
///
/// Whom to compare is decided by blocks, so that the cost stays near n log n:
/// the same identity number; one village and birth year; one commune, name and
/// birth year; one name and birth date anywhere. A block in which names are
/// compared is sorted by name, and each is compared with the next 40. All
/// members of a household must be among `persons` for kin to count.
std::vector<DuplicateFinding> FindDuplicates(
    absl::Span<const Person> persons, const DuplicateMarks& marks,
    const absl::flat_hash_set<HouseholdId>& about = {});

}  // namespace rasoat::registry
