// A household and the people in it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/common/status/error.h"
#include "services/registry/domain/household_event.h"
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
  std::string ethnic_group;  ///< In the list that the next line names.
  EthnicCodeSystem ethnic_code_system = EthnicCodeSystem::kList121Tctk;
  IdentityKind identity_kind = IdentityKind::kNone;
  std::string identity_number;
  absl::CivilDay death_date = kNoDay;  ///< Only of a former member.

  friend bool operator==(const Member&, const Member&) = default;
};

/// Somebody who was a member and is one no more. Kept so that a member's id is
/// never given to another, and so that it is known where people went.
struct FormerMember {
  Member member;
  /// kDied, kMovedOut, kSplit, kMerged, or kCorrected: never was a member.
  EventKind why = EventKind::kUnspecified;
  absl::CivilDay date = kNoDay;
  HouseholdId to;     ///< The household the person is in since; none: outside.
  std::string to_id;  ///< The person's member id there.

  friend bool operator==(const FormerMember&, const FormerMember&) = default;
};

/// Whether a household is in the register. The order is the API's.
enum class HouseholdStatus { kUnspecified, kActive, kMerged, kDissolved };

/// What a list that was imported says of a household in one of its columns, for
/// example its class. Kept as it stands; the register does not interpret it.
struct ListedValue {
  std::string column;  ///< Key of the layout's column.
  std::string value;

  friend bool operator==(const ListedValue&, const ListedValue&) = default;
};

/// A household, and the event that made it what it is. `revision` rises by one
/// with every event.
struct Household {
  HouseholdId id;
  AreaCode village;
  std::int64_t number = 0;  ///< In its village; 0 once it left the register.
  std::string address;
  std::string phone;
  std::vector<Member> members;  ///< Nobody once it left the register.
  std::vector<FormerMember> former;
  HouseholdStatus status = HouseholdStatus::kActive;
  HouseholdId merged_into;  ///< For kMerged: where its members are.
  absl::CivilDay register_date = kNoDay;  ///< No event is dated before it.
  HouseholdEvent event;
  std::vector<ListedValue> listing;  ///< As imported lists have it.
  std::int64_t revision = 0;
  absl::Time create_time;
  absl::Time update_time;

  /// True while it is in the register.
  bool active() const { return status == HouseholdStatus::kActive; }
  /// The member who is the head, or null.
  const Member* Head() const;
  /// The member with this id, or null.
  const Member* Find(absl::string_view member_id) const;
};

/// True when both say the same of the same household, whenever they were
/// written and whatever led there.
bool SameContent(const Household& a, const Household& b);

/// A telephone number as it is looked for: its digits, with 0 for +84.
std::string PhoneKey(absl::string_view phone);

/// What the day and the village have to say when a household is checked.
struct HouseholdContext {
  const PersonRules& rules;
  absl::CivilDay today;   ///< Nobody is born after it.
  bool training = false;  ///< The village is made up: see FitCitizenId.
  /// What the household was, or none: a member without a name there, whose
  /// personal data were erased, may stay as it is.
  const Household* before = nullptr;
};

/// Everything wrong with a household, in the order of the fields, with paths
/// such as `members[2].birth_date`. Does not look at the village.
///
/// Rules: HOUSEHOLD_NUMBER_OUT_OF_RANGE, ADDRESS_MALFORMED, PHONE_MALFORMED,
/// MEMBER_ID_MALFORMED, NAME_MALFORMED, BIRTH_DATE_MALFORMED,
/// BIRTH_DATE_IN_FUTURE, BIRTH_DATE_TOO_EARLY, SEX_MISSING, RELATION_MISSING,
/// ETHNIC_GROUP_UNKNOWN, IDENTITY_KIND_MISSING, IDENTITY_NUMBER_MALFORMED,
/// IDENTITY_PROVINCE_UNKNOWN, IDENTITY_CENTURY_DIFFERS, IDENTITY_YEAR_DIFFERS,
/// DEATH_DATE_MISPLACED, and those of
/// CheckComposition.
std::vector<Violation> CheckHousehold(const Household& household,
                                      const HouseholdContext& context);

/// What is wrong with the members taken together: how many, one head, no id and
/// no number twice, no id of somebody who left.
///
/// Rules: MEMBER_COUNT_OUT_OF_RANGE, HEAD_NOT_ONE, MEMBER_ID_REPEATED,
/// MEMBER_ID_REUSED, IDENTITY_NUMBER_REPEATED.
std::vector<Violation> CheckComposition(const Household& household);

/// The same for one member alone.
std::vector<Violation> CheckMember(const Member& member,
                                   const HouseholdContext& context);

}  // namespace rasoat::registry
