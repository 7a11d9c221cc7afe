#include "services/registry/domain/retention.h"

namespace rasoat::registry {
namespace {

absl::CivilDay FirstOfYear(absl::CivilDay day) {
  return day == kNoDay ? kNoDay : absl::CivilDay(day.year(), 1, 1);
}

}  // namespace

void TakeOut(Member& member) {
  member.full_name.clear();
  member.identity_number.clear();
  member.identity_kind = IdentityKind::kNone;
  member.birth_date = FirstOfYear(member.birth_date);
  member.death_date = FirstOfYear(member.death_date);
}

Household WithoutPersons(Household household) {
  household.address.clear();
  household.phone.clear();
  household.event.reason.clear();
  for (Member& member : household.members) TakeOut(member);
  for (FormerMember& former : household.former) TakeOut(former.member);
  return household;
}

}  // namespace rasoat::registry
