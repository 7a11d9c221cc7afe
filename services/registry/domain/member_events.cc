#include "services/registry/domain/member_events.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/registry/domain/refusals.h"
#include "services/registry/domain/text.h"

namespace rasoat::registry {
namespace {

void Append(std::vector<Violation>& faults, std::vector<Violation> more) {
  for (Violation& fault : more) faults.push_back(std::move(fault));
}

/// Takes members out and sees to the head.
absl::StatusOr<Household> Left(const Household& before,
                               const std::vector<std::string>& ids,
                               absl::string_view field, EventKind kind,
                               ReasonGiven given, const Headship& headship,
                               const Occasion& occasion,
                               const HouseholdContext& context) {
  std::vector<Violation> faults;
  CheckOccasion(occasion, given, context.today, faults);
  CheckAfterRegistration(before, occasion, faults);
  Household next = before;
  TakeOut(next, ids, kind, occasion, field, faults);
  CheckNotLast(next, field, faults);
  if (!next.members.empty()) PutHeadship(headship, "", next.members, faults);
  CheckOutcome(next, faults);
  if (!faults.empty()) return Invalid(std::move(faults));
  next.event = EventOf(kind, occasion, {}, ids);
  return next;
}

}  // namespace

absl::StatusOr<Household> Born(const Household& before, const Member& child,
                               Occasion occasion,
                               const HouseholdContext& context) {
  std::vector<Violation> faults =
      Prefixed("member.", CheckMember(child, context));
  if (child.relation == Relation::kHead) {
    Add(faults, "member.relation", "RELATION_WRONG",
        "Trẻ mới sinh không phải chủ hộ; hãy chọn quan hệ khác.",
        "A newborn is not the head; choose another relation.");
  }
  // The member's own date has been judged; the event takes it over.
  occasion.date = child.birth_date;
  if (faults.empty()) {
    CheckOccasion(occasion, ReasonGiven::kMayBeEmpty, context.today, faults);
    CheckAfterRegistration(before, occasion, faults);
  }
  Household next = before;
  next.members.push_back(child);
  CheckOutcome(next, faults);
  if (!faults.empty()) return Invalid(std::move(faults));
  next.event = EventOf(EventKind::kBorn, occasion, {}, {child.id});
  return next;
}

absl::StatusOr<Household> Died(const Household& before,
                               const std::string& member_id,
                               const Headship& headship,
                               const Occasion& occasion,
                               const HouseholdContext& context) {
  if (before.Find(member_id) == nullptr) {
    std::vector<Violation> faults;
    AddMemberNotFound(faults, "member_id");
    return Invalid(std::move(faults));
  }
  absl::StatusOr<Household> next =
      Left(before, {member_id}, "member_id", EventKind::kDied,
           ReasonGiven::kMayBeEmpty, headship, occasion, context);
  if (next.ok()) next->former.back().member.death_date = occasion.date;
  return next;
}

absl::StatusOr<Household> CameIn(const Household& before,
                                 const std::vector<Member>& people,
                                 const Headship& headship,
                                 const Occasion& occasion,
                                 const HouseholdContext& context) {
  std::vector<Violation> faults;
  CheckOccasion(occasion, ReasonGiven::kRequired, context.today, faults);
  CheckAfterRegistration(before, occasion, faults);
  if (people.empty()) {
    Add(faults, "members", "MEMBERS_MISSING",
        "Chưa có người nào; hãy ghi ít nhất một người.",
        "Nobody is given; give at least one person.");
  }
  Household next = before;
  for (std::size_t i = 0; i < people.size(); ++i) {
    const std::string prefix = absl::StrCat("members[", i, "].");
    Append(faults, Prefixed(prefix, CheckMember(people[i], context)));
    CheckAfterBirth(people[i], occasion, faults);
    if (people[i].relation == Relation::kHead) {
      Add(faults, absl::StrCat(prefix, "relation"), "RELATION_WRONG",
          "Chủ hộ mới chọn ở mục riêng; hãy chọn quan hệ khác.",
          "A new head is named in a field of its own; choose another "
          "relation.");
    }
    next.members.push_back(people[i]);
  }
  if (faults.empty()) PutHeadship(headship, "", next.members, faults);
  CheckOutcome(next, faults);
  if (!faults.empty()) return Invalid(std::move(faults));
  next.event =
      EventOf(EventKind::kMovedIn, occasion, {}, NewIdsOf(next, before));
  return next;
}

absl::StatusOr<Household> WentOut(const Household& before,
                                  const std::vector<std::string>& member_ids,
                                  const Headship& headship,
                                  const Occasion& occasion,
                                  const HouseholdContext& context) {
  return Left(before, member_ids, "member_ids", EventKind::kMovedOut,
              ReasonGiven::kRequired, headship, occasion, context);
}

absl::StatusOr<std::vector<Household>> WentOver(
    const Household& from, const Household& to,
    const std::vector<std::string>& member_ids, const Headship& headship,
    const std::vector<NamedRelation>& there, const Occasion& occasion,
    const HouseholdContext& context) {
  if (from.id == to.id) return SameHousehold("destination");
  std::vector<Violation> faults;
  CheckOccasion(occasion, ReasonGiven::kRequired, context.today, faults);
  CheckAfterRegistration(from, occasion, faults);
  CheckAfterRegistration(to, occasion, faults);
  Household left = from;
  Household arrived = to;
  std::vector<Member> people = TakeOut(left, member_ids, EventKind::kMovedOut,
                                       occasion, "member_ids", faults);
  CheckNotLast(left, "member_ids", faults);
  if (!left.members.empty()) PutHeadship(headship, "", left.members, faults);
  PutRelations(there, "destination_relations", people, faults);
  for (std::size_t i = 0; i < people.size(); ++i) {
    if (from.village != to.village) {
      Append(faults, Prefixed(absl::StrCat("member_ids[", i, "]."),
                              CheckMember(people[i], context)));
    }
    PutIn(arrived, std::move(people[i]), left);
  }
  CheckOutcome(left, faults);
  CheckOutcome(arrived, faults);
  if (!faults.empty()) return Invalid(std::move(faults));
  left.event = EventOf(EventKind::kMovedOut, occasion, to.id, member_ids);
  arrived.event =
      EventOf(EventKind::kMovedIn, occasion, from.id, NewIdsOf(arrived, to));
  return std::vector<Household>{std::move(left), std::move(arrived)};
}

}  // namespace rasoat::registry
