#include "services/registry/domain/duplicate_merge.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/registry/domain/text.h"

namespace rasoat::registry {
namespace {

const SamePerson* FindGone(absl::Span<const SamePerson> same,
                           const std::string& id) {
  for (const SamePerson& pair : same) {
    if (pair.gone == id) return &pair;
  }
  return nullptr;
}

Member* FindMember(Household& household, const std::string& id) {
  for (Member& member : household.members) {
    if (member.id == id) return &member;
  }
  return nullptr;
}

/// Notes that a former member of `gone` is the member `id` of `stays`, and
/// gives that one the number it lacks.
void Join(const Member& member, const std::string& id, Household& gone,
          Household& stays) {
  for (FormerMember& former : gone.former) {
    if (former.member.id == member.id && former.to.empty()) {
      former.to = stays.id;
      former.to_id = id;
    }
  }
  Member* there = FindMember(stays, id);
  if (there == nullptr || there->identity_kind != IdentityKind::kNone) return;
  there->identity_kind = member.identity_kind;
  there->identity_number = member.identity_number;
}

void Check(const Household& household, const HouseholdContext& context,
           std::vector<Violation>& faults) {
  if (!faults.empty()) return;  // would only be told twice
  for (Violation& fault : CheckHousehold(household, context)) {
    faults.push_back(std::move(fault));
  }
}

}  // namespace

absl::StatusOr<std::vector<Household>> MergeTwice(
    const Household& gone, const Household& stays,
    absl::Span<const SamePerson> same, const Occasion& occasion,
    const HouseholdContext& context) {
  std::vector<Violation> faults;
  CheckOccasion(occasion, ReasonGiven::kRequired, context.today, faults);
  CheckAfterRegistration(gone, occasion, faults);
  CheckAfterRegistration(stays, occasion, faults);
  Household absorbed = gone;
  Household grown = stays;
  std::vector<std::string> ids;
  for (const Member& member : gone.members) ids.push_back(member.id);
  std::vector<Member> people = TakeOut(absorbed, ids, EventKind::kMerged,
                                       occasion, "remove_members", faults);
  std::vector<Member> others;
  for (Member& member : people) {
    const SamePerson* pair = FindGone(same, member.id);
    if (pair != nullptr && grown.Find(pair->stays) != nullptr) {
      Join(member, pair->stays, absorbed, grown);
    } else {
      others.push_back(std::move(member));
    }
  }
  PutRelations({}, "", others, faults);
  for (Member& member : others) PutIn(grown, std::move(member), absorbed);
  Check(grown, context, faults);
  if (!faults.empty()) return Invalid(std::move(faults));
  absorbed.status = HouseholdStatus::kMerged;
  absorbed.number = 0;
  absorbed.merged_into = stays.id;
  absorbed.event = EventOf(EventKind::kMerged, occasion, stays.id, ids);
  grown.event =
      EventOf(EventKind::kTookIn, occasion, gone.id, NewIdsOf(grown, stays));
  return std::vector<Household>{std::move(absorbed), std::move(grown)};
}

absl::StatusOr<std::vector<Household>> TakeOutTwice(
    const Household& from, const Household& stays,
    const std::vector<std::string>& member_ids,
    absl::Span<const SamePerson> same, const Occasion& occasion,
    const HouseholdContext& context) {
  std::vector<Violation> faults;
  CheckOccasion(occasion, ReasonGiven::kRequired, context.today, faults);
  CheckAfterRegistration(from, occasion, faults);
  Household rest = from;
  Household grown = stays;
  const std::vector<Member> people =
      TakeOut(rest, member_ids, EventKind::kCorrected, occasion,
              "remove_members", faults);
  for (const Member& member : people) {
    const SamePerson* pair = FindGone(same, member.id);
    if (pair == nullptr || grown.Find(pair->stays) == nullptr) {
      Add(faults, "remove_members", "MEMBER_NOT_MATCHED",
          "Có thành viên không trùng với ai ở hộ được giữ lại; hãy bỏ người đó "
          "khỏi danh sách.",
          "A member has no counterpart in the household that stays; leave that "
          "one out.");
      break;
    }
    Join(member, pair->stays, rest, grown);
  }
  CheckNotLast(rest, "remove_members", faults);
  CheckOutcome(rest, faults);
  Check(grown, context, faults);
  if (!faults.empty()) return Invalid(std::move(faults));
  rest.event = EventOf(EventKind::kCorrected, occasion, stays.id, member_ids);
  if (!SameContent(grown, stays)) {
    grown.event = EventOf(EventKind::kCorrected, occasion, from.id, {});
  }
  return std::vector<Household>{std::move(rest), std::move(grown)};
}

}  // namespace rasoat::registry
