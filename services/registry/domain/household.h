// A household and the people in it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/common/status/error.h"
#include "services/registry/domain/ids.h"
#include "services/registry/domain/person_rules.h"

namespace rasoat::registry {

/// How a member is related to the head. The order is the API's.
enum class Relation {
  kUnspecified,
  kHead,
  kSpouse,
  kChild,
  kParent,
  kGrandchild,
  kOther,
};

/// The kind of number a person is identified by.
enum class IdentityKind { kNone, kCitizenId, kOldId };

/// A person as a member of a household.
struct Member {
  std::string id;  ///< Within the household, chosen by the client.
  std::string full_name;
  absl::CivilDay birth_date = kNoDay;
  Sex sex = Sex::kUnspecified;
  Relation relation = Relation::kUnspecified;
  std::string ethnic_group;
  IdentityKind identity_kind = IdentityKind::kNone;
  std::string identity_number;

  friend bool operator==(const Member&, const Member&) = default;
};

/// A household. `revision` rises by one with every change.
struct Household {
  HouseholdId id;
  AreaCode village;
  std::int64_t number = 0;  ///< In its village.
  std::string address;
  std::string phone;
  std::vector<Member> members;
  std::int64_t revision = 0;
  absl::Time create_time;
  absl::Time update_time;

  /// The member who is the head, or null.
  const Member* Head() const;
};

/// True when both say the same of the same household, whenever they were
/// written.
bool SameContent(const Household& a, const Household& b);

/// What the day and the village have to say when a household is checked.
struct HouseholdContext {
  const PersonRules& rules;
  absl::CivilDay today;   ///< Nobody is born after it.
  bool training = false;  ///< The village is made up: see FitCitizenId.
};

/// Everything wrong with a household, in the order of the fields, with paths
/// such as `members[2].birth_date`. Does not look at the village.
///
/// Rules: HOUSEHOLD_NUMBER_OUT_OF_RANGE, ADDRESS_MALFORMED, PHONE_MALFORMED,
/// MEMBER_COUNT_OUT_OF_RANGE, HEAD_NOT_ONE, MEMBER_ID_MALFORMED,
/// MEMBER_ID_REPEATED, NAME_MALFORMED, BIRTH_DATE_MALFORMED,
/// BIRTH_DATE_IN_FUTURE, BIRTH_DATE_TOO_EARLY, SEX_MISSING, RELATION_MISSING,
/// ETHNIC_GROUP_UNKNOWN, IDENTITY_KIND_MISSING, IDENTITY_NUMBER_MALFORMED,
/// IDENTITY_PROVINCE_UNKNOWN, IDENTITY_CENTURY_DIFFERS, IDENTITY_YEAR_DIFFERS,
/// IDENTITY_NUMBER_REPEATED.
std::vector<Violation> CheckHousehold(const Household& household,
                                      const HouseholdContext& context);

/// The same for one member alone.
std::vector<Violation> CheckMember(const Member& member,
                                   const HouseholdContext& context);

}  // namespace rasoat::registry
