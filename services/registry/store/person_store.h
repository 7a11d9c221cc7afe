// Where people are looked up.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/registry/domain/name_search.h"
#include "services/registry/domain/person.h"
#include "services/registry/domain/village_set.h"

namespace rasoat::registry {

/// Years of birth; both count, 0 is no bound.
struct BirthYears {
  int from = 0;
  int to = 0;

  bool Contain(absl::CivilDay day) const {
    return (from == 0 || day.year() >= from) && (to == 0 || day.year() <= to);
  }
};

/// What a search by name is about.
struct NameSearch {
  std::string typed;  ///< FoldName() of what was typed; not empty.
  VillageSet villages;
  BirthYears born;
};

/// A person who answers a name.
struct NameHit {
  NameMatch match = NameMatch::kUnspecified;
  HouseholdId household;
  std::string member_id;
  AreaCode village;
  std::string name_key;
  absl::CivilDay birth_date = kNoDay;
};

/// The last person of a page. Says no name, so that it can stand in a token.
struct NamePlace {
  NameMatch match = NameMatch::kUnspecified;
  AreaCode village;
  HouseholdId household;
  std::string member_id;
};

/// Finds members of active households. Thread safe. Every method may also
/// return what the database says of itself.
class PersonStore {
 public:
  virtual ~PersonStore() = default;

  /// Up to `limit` people who answer the name, after `after`: by match, then by
  /// key (from the given name on where that is the match), date of birth,
  /// village, household and member id.
  ///
  /// Errors: ABORTED  PAGE_PERSON_GONE  the person of `after` is no longer
  ///                                    there
  virtual absl::StatusOr<std::vector<NameHit>> FindByName(
      const NameSearch& search, const std::optional<NamePlace>& after,
      int limit, absl::Time deadline) = 0;

  /// Everybody with the number, by village and household; at most 100, since
  /// old numbers may repeat.
  virtual absl::StatusOr<std::vector<Person>> FindByIdentity(
      IdentityKind kind, absl::string_view number, absl::Time deadline) = 0;

  /// The active households with the telephone number, in no order; at most 100.
  virtual absl::StatusOr<std::vector<HouseholdId>> FindByPhone(
      absl::string_view phone, absl::Time deadline) = 0;
};

}  // namespace rasoat::registry
