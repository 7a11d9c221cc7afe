#include "services/registry/domain/household_events.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/registry/domain/refusals.h"
#include "services/registry/domain/text.h"

namespace rasoat::registry {
namespace {

void Append(std::vector<Violation>& faults, std::vector<Violation> more) {
  for (Violation& fault : more) faults.push_back(std::move(fault));
}

std::vector<std::string> IdsOf(const std::vector<Member>& members) {
  std::vector<std::string> ids;
  for (const Member& member : members) ids.push_back(member.id);
  return ids;
}

/// The household without number and members, by the end of it.
void Leave(Household& household, HouseholdStatus status) {
  household.status = status;
  household.number = 0;
}

}  // namespace

absl::StatusOr<std::vector<Household>> Split(const Household& before,
                                             const SplitOff& wanted,
                                             const Headship& headship,
                                             const Occasion& occasion,
                                             const HouseholdContext& context) {
  std::vector<Violation> faults;
  CheckOccasion(occasion, ReasonGiven::kRequired, context.today, faults);
  CheckAfterRegistration(before, occasion, faults);
  Household rest = before;
  std::vector<Member> leaving =
      TakeOut(rest, wanted.member_ids, EventKind::kSplit, occasion,
              "new_household.member_ids", faults);
  CheckNotLast(rest, "new_household.member_ids", faults);
  if (!rest.members.empty()) PutHeadship(headship, "", rest.members, faults);
  PutRelations({}, "", leaving, faults);
  if (!leaving.empty()) {
    PutHeadship(wanted.headship, "new_household.", leaving, faults);
  }
  Household fresh;
  fresh.id = wanted.id;
  fresh.village = before.village;
  fresh.number = wanted.number;
  fresh.address = wanted.address;
  fresh.phone = wanted.phone;
  fresh.register_date = occasion.date;
  for (Member& member : leaving) PutIn(fresh, std::move(member), rest);
  if (faults.empty()) {
    Append(faults, Prefixed("new_household.", CheckHousehold(fresh, context)));
  }
  CheckOutcome(rest, faults);
  if (!faults.empty()) return Invalid(std::move(faults));
  rest.event =
      EventOf(EventKind::kSplit, occasion, fresh.id, wanted.member_ids);
  fresh.event =
      EventOf(EventKind::kSplitOff, occasion, before.id, IdsOf(fresh.members));
  return std::vector<Household>{std::move(rest), std::move(fresh)};
}

absl::StatusOr<std::vector<Household>> Merge(
    const Household& absorbed, const Household& survivor,
    const std::vector<NamedRelation>& relations, const Occasion& occasion,
    const HouseholdContext& context) {
  if (absorbed.id == survivor.id) return SameHousehold("into");
  std::vector<Violation> faults;
  CheckOccasion(occasion, ReasonGiven::kRequired, context.today, faults);
  CheckAfterRegistration(absorbed, occasion, faults);
  CheckAfterRegistration(survivor, occasion, faults);
  Household gone = absorbed;
  Household grown = survivor;
  const std::vector<std::string> ids = IdsOf(absorbed.members);
  std::vector<Member> people =
      TakeOut(gone, ids, EventKind::kMerged, occasion, "name", faults);
  PutRelations(relations, "relations", people, faults);
  for (std::size_t i = 0; i < people.size(); ++i) {
    if (absorbed.village != survivor.village) {
      Append(faults, Prefixed(absl::StrCat("members[", i, "]."),
                              CheckMember(people[i], context)));
    }
    PutIn(grown, std::move(people[i]), gone);
  }
  CheckOutcome(grown, faults);
  if (!faults.empty()) return Invalid(std::move(faults));
  Leave(gone, HouseholdStatus::kMerged);
  gone.merged_into = survivor.id;
  gone.event = EventOf(EventKind::kMerged, occasion, survivor.id, ids);
  grown.event = EventOf(EventKind::kTookIn, occasion, absorbed.id,
                        NewIdsOf(grown, survivor));
  return std::vector<Household>{std::move(gone), std::move(grown)};
}

absl::StatusOr<Household> Moved(const Household& before,
                                const Destination& destination,
                                const Occasion& occasion,
                                const HouseholdContext& context) {
  std::vector<Violation> faults;
  CheckOccasion(occasion, ReasonGiven::kRequired, context.today, faults);
  CheckAfterRegistration(before, occasion, faults);
  if (destination.village == before.village) {
    Add(faults, "village", "VILLAGE_SAME",
        "Hộ đã ở thôn này; nếu chỉ đổi địa chỉ, hãy cập nhật hộ.",
        "The household lives there already; to change its address alone, "
        "update it.");
  }
  Household next = before;
  next.village = destination.village;
  next.number = destination.number;
  next.address = destination.address;
  next.phone = destination.phone;
  HouseholdContext since = context;
  since.before = &before;
  Append(faults, CheckHousehold(next, since));
  if (!faults.empty()) return Invalid(std::move(faults));
  next.event = EventOf(EventKind::kMoved, occasion, {}, {});
  return next;
}

absl::StatusOr<Household> Dissolved(const Household& before,
                                    const std::vector<Departure>& departures,
                                    const Occasion& occasion,
                                    const HouseholdContext& context) {
  std::vector<Violation> faults;
  CheckOccasion(occasion, ReasonGiven::kRequired, context.today, faults);
  CheckAfterRegistration(before, occasion, faults);
  Household next = before;
  std::vector<std::string> ids;
  for (const Departure& departure : departures) {
    ids.push_back(departure.member_id);
  }
  TakeOut(next, ids, EventKind::kMovedOut, occasion, "departures", faults);
  for (std::size_t i = 0; i < departures.size(); ++i) {
    if (departures[i].why != EventKind::kDied &&
        departures[i].why != EventKind::kMovedOut) {
      Add(faults, absl::StrCat("departures[", i, "].kind"), "DEPARTURE_WRONG",
          "Hãy chọn: đã mất hoặc đã chuyển đi.",
          "Say whether the member died or left.");
    }
  }
  if (!next.members.empty()) {
    Add(faults, "departures", "MEMBER_LEFT_OVER",
        "Còn thành viên chưa ghi đã mất hay đã chuyển đi; hãy ghi đủ mọi "
        "người.",
        "Some members are not accounted for; say of each whether the person "
        "died or left.");
  }
  if (!faults.empty()) return Invalid(std::move(faults));
  const std::size_t first = before.former.size();
  for (std::size_t i = 0; i < departures.size(); ++i) {
    FormerMember& former = next.former[first + i];
    former.why = departures[i].why;
    if (former.why == EventKind::kDied) {
      former.member.death_date = occasion.date;
    }
  }
  Leave(next, HouseholdStatus::kDissolved);
  next.event = EventOf(EventKind::kDissolved, occasion, {}, std::move(ids));
  return next;
}

}  // namespace rasoat::registry
