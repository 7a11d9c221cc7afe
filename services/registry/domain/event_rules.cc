#include "services/registry/domain/event_rules.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/registry/domain/refusals.h"
#include "services/registry/domain/text.h"

namespace rasoat::registry {
namespace {

constexpr int kMostReason = 200;

Member* Find(std::vector<Member>& members, absl::string_view id) {
  auto found = std::find_if(members.begin(), members.end(),
                            [&](const Member& m) { return m.id == id; });
  return found == members.end() ? nullptr : &*found;
}

bool Used(const Household& household, absl::string_view id) {
  return household.Find(id) != nullptr ||
         std::any_of(household.former.begin(), household.former.end(),
                     [&](const FormerMember& f) { return f.member.id == id; });
}

/// The id itself, or the next free number from 01 on.
std::string FreeId(const Household& household, const std::string& wanted) {
  std::string id = wanted;
  for (int n = 1; Used(household, id); ++n) id = absl::StrFormat("%02d", n);
  return id;
}

void PutRelation(const NamedRelation& named, const std::string& field,
                 std::vector<Member>& members, std::vector<Violation>& faults) {
  Member* member = Find(members, named.member_id);
  if (member == nullptr) {
    AddMemberNotFound(faults, absl::StrCat(field, ".member_id"));
  } else if (named.relation == Relation::kUnspecified ||
             named.relation == Relation::kHead ||
             member->relation == Relation::kHead) {
    Add(faults, absl::StrCat(field, ".relation"), "RELATION_WRONG",
        "Quan hệ phải khác 'chủ hộ' và không để trống; chủ hộ chọn ở mục "
        "riêng.",
        "Give a relation other than head to somebody who is not the head; the "
        "head is named in a field of its own.");
  } else {
    member->relation = named.relation;
  }
}

}  // namespace

void AddMemberNotFound(std::vector<Violation>& faults, std::string field) {
  Add(faults, std::move(field), "MEMBER_NOT_FOUND",
      "Hộ không có thành viên này; hãy đọc lại hộ và kiểm tra mã thành viên.",
      "The household has no such member; read it again and check the id.");
}

void CheckNotLast(const Household& next, absl::string_view field,
                  std::vector<Violation>& faults) {
  if (!next.members.empty()) return;
  Add(faults, std::string(field), "LAST_MEMBER",
      "Hộ sẽ không còn ai; hãy ghi việc hộ không còn (dissolve) thay cho việc "
      "này.",
      "Nobody would be left; record that the household is dissolved instead.");
}

void CheckOutcome(const Household& next, std::vector<Violation>& faults) {
  if (faults.empty()) faults = CheckComposition(next);
}

void CheckOccasion(const Occasion& occasion, ReasonGiven given,
                   absl::CivilDay today, std::vector<Violation>& faults) {
  if (occasion.date == kNoDay) {
    Add(faults, "event_date", "EVENT_DATE_MALFORMED",
        "Ngày xảy ra phải là một ngày có thật, dạng NĂM-THÁNG-NGÀY.",
        "Give the day it happened as a real date, YYYY-MM-DD.");
  } else if (occasion.date > today) {
    Add(faults, "event_date", "EVENT_IN_FUTURE",
        "Ngày xảy ra ở tương lai; hãy ghi khi việc đã xảy ra.",
        "The day lies in the future; record it once it has happened.");
  }
  const int length = PlainLength(occasion.reason);
  if (length == 0 && given == ReasonGiven::kRequired) {
    Add(faults, "reason", "REASON_MISSING", "Chưa có lý do; hãy ghi lý do.",
        "The reason is missing; give it.");
  } else if (length < 0 || length > kMostReason) {
    Add(faults, "reason", "REASON_MALFORMED",
        "Lý do dài nhất 200 ký tự, trên một dòng.",
        "Give a reason of at most 200 characters on one line.");
  }
}

void CheckAfterRegistration(const Household& household,
                            const Occasion& occasion,
                            std::vector<Violation>& faults) {
  if (occasion.date == kNoDay || occasion.date >= household.register_date) {
    return;
  }
  Add(faults, "event_date", "EVENT_BEFORE_REGISTRATION",
      "Ngày xảy ra trước ngày hộ vào sổ; hãy kiểm tra ngày, hoặc sửa thông tin "
      "hộ cho đúng với ngày vào sổ.",
      "The day lies before the household came into the register; check it, or "
      "correct the household to what it was on that day.");
}

void CheckAfterBirth(const Member& member, const Occasion& occasion,
                     std::vector<Violation>& faults) {
  if (occasion.date == kNoDay || occasion.date >= member.birth_date) return;
  Add(faults, "event_date", "EVENT_BEFORE_BIRTH",
      "Ngày xảy ra trước ngày sinh của thành viên; hãy kiểm tra cả hai ngày.",
      "The day lies before the member was born; check both dates.");
}

void PutHeadship(const Headship& headship, absl::string_view prefix,
                 std::vector<Member>& members, std::vector<Violation>& faults) {
  if (!headship.head.empty()) {
    Member* head = Find(members, headship.head);
    if (head == nullptr) {
      AddMemberNotFound(faults, absl::StrCat(prefix, "new_head"));
      return;
    }
    if (head->relation != Relation::kHead) {
      for (Member& member : members) member.relation = Relation::kOther;
      head->relation = Relation::kHead;
    }
  } else if (std::none_of(members.begin(), members.end(), [](const Member& m) {
               return m.relation == Relation::kHead;
             })) {
    Add(faults, absl::StrCat(prefix, "new_head"), "HEAD_MISSING",
        "Hộ sẽ không còn chủ hộ; hãy chọn chủ hộ mới trong các thành viên.",
        "The household would have no head; name the new one.");
    return;
  }
  for (std::size_t i = 0; i < headship.relations.size(); ++i) {
    PutRelation(headship.relations[i],
                absl::StrCat(prefix, "relations[", i, "]"), members, faults);
  }
}

void PutRelations(const std::vector<NamedRelation>& relations,
                  absl::string_view field, std::vector<Member>& members,
                  std::vector<Violation>& faults) {
  for (Member& member : members) member.relation = Relation::kOther;
  for (std::size_t i = 0; i < relations.size(); ++i) {
    PutRelation(relations[i], absl::StrCat(field, "[", i, "]"), members,
                faults);
  }
}

std::vector<Member> TakeOut(Household& household,
                            const std::vector<std::string>& ids, EventKind why,
                            const Occasion& occasion, absl::string_view field,
                            std::vector<Violation>& faults) {
  std::vector<Member> taken;
  if (ids.empty()) {
    Add(faults, std::string(field), "MEMBERS_MISSING",
        "Chưa chọn thành viên nào; hãy chọn ít nhất một người.",
        "No member is named; name at least one.");
  }
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const std::string place = absl::StrCat(field, "[", i, "]");
    Member* member = Find(household.members, ids[i]);
    if (member == nullptr) {
      if (Find(taken, ids[i]) != nullptr) {
        Add(faults, place, "MEMBER_ID_REPEATED",
            "Thành viên được nêu hai lần; hãy bỏ một lần.",
            "The member is named twice; leave one out.");
      } else {
        AddMemberNotFound(faults, place);
      }
      continue;
    }
    CheckAfterBirth(*member, occasion, faults);
    taken.push_back(*member);
    household.former.push_back(
        {.member = std::move(*member), .why = why, .date = occasion.date});
    household.members.erase(household.members.begin() +
                            (member - household.members.data()));
  }
  return taken;
}

void PutIn(Household& household, Member member, Household& from) {
  const std::string id = FreeId(household, member.id);
  for (FormerMember& former : from.former) {
    if (former.member.id == member.id && former.to.empty() &&
        former.why != EventKind::kDied) {
      former.to = household.id;
      former.to_id = id;
    }
  }
  member.id = id;
  household.members.push_back(std::move(member));
}

std::vector<std::string> NewIdsOf(const Household& after,
                                  const Household& before) {
  std::vector<std::string> ids;
  for (const Member& member : after.members) {
    if (before.Find(member.id) == nullptr) ids.push_back(member.id);
  }
  return ids;
}

HouseholdEvent EventOf(EventKind kind, const Occasion& occasion,
                       const HouseholdId& related,
                       std::vector<std::string> members) {
  return {.kind = kind,
          .date = occasion.date,
          .reason = occasion.reason,
          .actor = occasion.actor,
          .related = related,
          .members = std::move(members)};
}

absl::Status StaleHousehold(absl::string_view etag_field,
                            const std::vector<std::string>& fields) {
  std::vector<Violation> found;
  const auto add = [&](std::string path, absl::string_view named) {
    Add(found, std::move(path), "STALE_HOUSEHOLD",
        absl::StrCat("Hộ đã được người khác sửa sau khi bạn đọc",
                     named.empty() ? "" : " (mục '", named,
                     named.empty() ? "" : "')", "; hãy đọc lại rồi ghi tiếp."),
        absl::StrCat("The household has changed since you read it",
                     named.empty() ? "" : " ('", named,
                     named.empty() ? "" : "')", "; read it again and decide."));
  };
  for (const std::string& field : fields) {
    add(absl::StrCat("household.", field), field);
  }
  if (found.empty()) add(std::string(etag_field), "");
  return Refused(absl::StatusCode::kAborted, "STALE_HOUSEHOLD",
                 std::move(found));
}

absl::Status CheckSeen(const Household& household, std::int64_t seen_revision,
                       absl::string_view etag_field) {
  if (!household.active()) return HouseholdNotActive();
  if (household.revision == seen_revision) return absl::OkStatus();
  return StaleHousehold(etag_field, {});
}

}  // namespace rasoat::registry
