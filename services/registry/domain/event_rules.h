// What all events of households share: who says what, and what every event has
// to keep to.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/registry/domain/household.h"

namespace rasoat::registry {

/// Who tells an event, when it happened and why.
struct Occasion {
  absl::CivilDay date = kNoDay;
  std::string reason;
  std::string actor;  ///< `staff/{id}`.
};

/// How a member is related to the head after an event.
struct NamedRelation {
  std::string member_id;
  Relation relation = Relation::kUnspecified;
};

/// Who is the head after an event, and how the others are related to the head.
struct Headship {
  /// Member id; empty: the head stays.
  std::string head;
  /// When the head changes, whoever is not named here becomes kOther: what the
  /// person was to the former head says nothing about the new one.
  std::vector<NamedRelation> relations;
};

/// Whether a reason has to be given.
enum class ReasonGiven { kMayBeEmpty, kRequired };

/// What is wrong with when and why. Rules: EVENT_DATE_MALFORMED,
/// EVENT_IN_FUTURE, REASON_MISSING, REASON_MALFORMED.
void CheckOccasion(const Occasion& occasion, ReasonGiven given,
                   absl::CivilDay today, std::vector<Violation>& faults);

/// EVENT_BEFORE_REGISTRATION: no event of a household is older than the
/// household in the register.
void CheckAfterRegistration(const Household& household,
                            const Occasion& occasion,
                            std::vector<Violation>& faults);

/// EVENT_BEFORE_BIRTH: nothing happens to a person who is not born.
void CheckAfterBirth(const Member& member, const Occasion& occasion,
                     std::vector<Violation>& faults);

/// Puts the headship into the members. Fields begin with `prefix`: `new_head`,
/// `relations[0].member_id`.
///
/// Rules: HEAD_MISSING, there would be none; MEMBER_NOT_FOUND; RELATION_WRONG,
/// not given, or a second head.
void PutHeadship(const Headship& headship, absl::string_view prefix,
                 std::vector<Member>& members, std::vector<Violation>& faults);

/// Makes everybody kOther but those whose relation is named; fields begin with
/// `field`[i]. Rules: MEMBER_NOT_FOUND, RELATION_WRONG.
void PutRelations(const std::vector<NamedRelation>& relations,
                  absl::string_view field, std::vector<Member>& members,
                  std::vector<Violation>& faults);

/// Adds MEMBER_NOT_FOUND.
void AddMemberNotFound(std::vector<Violation>& faults, std::string field);

/// LAST_MEMBER: nobody would be left, which is another event.
void CheckNotLast(const Household& next, absl::string_view field,
                  std::vector<Violation>& faults);

/// What is wrong with the household as it would be, unless something has been
/// found already that would only be told twice.
void CheckOutcome(const Household& next, std::vector<Violation>& faults);

/// Takes the members with these ids out of `household`, in the order of the
/// ids, and puts them among the former ones. Ids that are not there are faults
/// of `field`[i]: MEMBER_NOT_FOUND; one that comes twice: MEMBER_ID_REPEATED;
/// and no id at all: MEMBERS_MISSING.
std::vector<Member> TakeOut(Household& household,
                            const std::vector<std::string>& ids, EventKind why,
                            const Occasion& occasion, absl::string_view field,
                            std::vector<Violation>& faults);

/// Puts a person who comes from another household into `household`, under the
/// same member id if that is free and else under the next free number, and
/// notes in `from` where the person went.
void PutIn(Household& household, Member member, Household& from);

/// The ids of the members who are in `after` and not in `before`.
std::vector<std::string> NewIdsOf(const Household& after,
                                  const Household& before);

/// The event of a household, told of it in its own kind.
HouseholdEvent EventOf(EventKind kind, const Occasion& occasion,
                       const HouseholdId& related,
                       std::vector<std::string> members);

/// ABORTED STALE_HOUSEHOLD when the household is not as the caller had read it;
/// FAILED_PRECONDITION HOUSEHOLD_NOT_ACTIVE when it has left the register.
absl::Status CheckSeen(const Household& household, std::int64_t seen_revision,
                       absl::string_view etag_field);

/// ABORTED STALE_HOUSEHOLD with one violation for each of `fields`, each under
/// `household.`; of none, one for `etag_field`.
absl::Status StaleHousehold(absl::string_view etag_field,
                            const std::vector<std::string>& fields);

}  // namespace rasoat::registry
