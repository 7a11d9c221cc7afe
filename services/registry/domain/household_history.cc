#include "services/registry/domain/household_history.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

namespace rasoat::registry {
namespace {

const Member* Find(const std::vector<Member>& members, const std::string& id) {
  for (const Member& member : members) {
    if (member.id == id) return &member;
  }
  return nullptr;
}

/// Calls `differs(name, field)` for every field of a member that differs, the
/// field as a pointer to member.
template <class Differs>
void ForEachDifference(const Member& a, const Member& b, Differs differs) {
  const auto compare = [&](const char* name, auto field) {
    if (a.*field != b.*field) differs(name, field);
  };
  compare("full_name", &Member::full_name);
  compare("birth_date", &Member::birth_date);
  compare("sex", &Member::sex);
  compare("relation", &Member::relation);
  compare("ethnic_group", &Member::ethnic_group);
  compare("ethnic_code_system", &Member::ethnic_code_system);
  compare("identity_kind", &Member::identity_kind);
  compare("identity_number", &Member::identity_number);
}

/// The same for the household itself, without its members.
template <class Differs>
void ForEachDifference(const Household& a, const Household& b,
                       Differs differs) {
  const auto compare = [&](const char* name, auto field) {
    if (a.*field != b.*field) differs(name, field);
  };
  compare("village", &Household::village);
  compare("number", &Household::number);
  compare("address", &Household::address);
  compare("phone", &Household::phone);
  compare("status", &Household::status);
  compare("merged_into", &Household::merged_into);
}

/// Makes the change from `before` to `after` in the members of `state`.
void ChangeMembers(const Household& before, const Household& after,
                   std::vector<Member>& members) {
  std::erase_if(members, [&](const Member& member) {
    return Find(before.members, member.id) != nullptr &&
           Find(after.members, member.id) == nullptr;
  });
  for (const Member& now : after.members) {
    const Member* was = Find(before.members, now.id);
    if (was == nullptr) {
      if (Find(members, now.id) == nullptr) members.push_back(now);
      continue;
    }
    for (Member& member : members) {
      if (member.id != now.id) continue;
      ForEachDifference(*was, now, [&](const char*, auto field) {
        member.*field = now.*field;
      });
    }
  }
}

/// Makes the member with this id the only head, if there is such a member.
void PutHead(const std::string& id, std::vector<Member>& members) {
  if (Find(members, id) == nullptr) return;
  for (Member& member : members) {
    if (member.id == id) {
      member.relation = Relation::kHead;
    } else if (member.relation == Relation::kHead) {
      member.relation = Relation::kOther;
    }
  }
}

std::string HeadOf(const Household& household) {
  const Member* head = household.Head();
  return head == nullptr ? "" : head->id;
}

/// Makes the change from `before` to `after` in `state`.
void Make(const Household& before, const Household& after, Household& state) {
  const std::string head = HeadOf(state);
  ForEachDifference(before, after, [&](const char*, auto field) {
    state.*field = after.*field;
  });
  ChangeMembers(before, after, state.members);
  // Events about the head that were recorded out of order leave one.
  if (state.Head() == nullptr) PutHead(head, state.members);
  if (HeadOf(before) != HeadOf(after)) PutHead(HeadOf(after), state.members);
  for (const FormerMember& former : after.former) {
    if (std::find(before.former.begin(), before.former.end(), former) ==
        before.former.end()) {
      state.former.push_back(former);
    }
  }
  state.event = after.event;
  state.revision = after.revision;
  state.update_time = after.update_time;
}

}  // namespace

std::vector<std::string> ChangedFields(const Household& before,
                                       const Household& after) {
  std::vector<std::string> fields;
  ForEachDifference(before, after,
                    [&](const char* name, auto) { fields.push_back(name); });
  for (const Member& was : before.members) {
    const std::string path = absl::StrCat("members[", was.id, "]");
    const Member* is = Find(after.members, was.id);
    if (is == nullptr) {
      fields.push_back(path);
      continue;
    }
    ForEachDifference(was, *is, [&](const char* name, auto) {
      fields.push_back(absl::StrCat(path, ".", name));
    });
  }
  for (const Member& is : after.members) {
    if (Find(before.members, is.id) == nullptr) {
      fields.push_back(absl::StrCat("members[", is.id, "]"));
    }
  }
  return fields;
}

std::optional<Household> StateOn(absl::Span<const Household> states,
                                 absl::CivilDay day) {
  if (states.empty() || day < states[0].register_date) return std::nullopt;
  std::vector<std::size_t> counted;
  for (std::size_t i = 1; i < states.size(); ++i) {
    if (states[i].event.date <= day) counted.push_back(i);
  }
  if (counted.size() + 1 == states.size()) return states.back();
  std::stable_sort(counted.begin(), counted.end(),
                   [&](std::size_t a, std::size_t b) {
                     return states[a].event.date < states[b].event.date;
                   });
  Household state = states[0];
  for (const std::size_t i : counted) {
    if (SameContent(state, states[i - 1])) {
      state = states[i];
    } else {
      Make(states[i - 1], states[i], state);
    }
  }
  return state;
}

}  // namespace rasoat::registry
