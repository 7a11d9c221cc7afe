#include "services/registry/domain/household_edit.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/registry/domain/refusals.h"
#include "services/registry/domain/text.h"

namespace rasoat::registry {
namespace {

/// One violation a field that is not as wanted.
std::vector<Violation> Differences(const Household& current,
                                   const Household& next) {
  std::vector<Violation> found;
  const auto differs = [&](absl::string_view field) {
    Add(found, absl::StrCat("household.", field), "STALE_HOUSEHOLD",
        absl::StrCat("Hộ đã được người khác sửa sau khi bạn đọc và mục '",
                     field,
                     "' khác với bản của bạn; hãy đọc lại rồi sửa tiếp."),
        absl::StrCat("The household has changed since you read it, and its '",
                     field,
                     "' is not what you sent; read it again and decide."));
  };
  if (current.number != next.number) differs("number");
  if (current.address != next.address) differs("address");
  if (current.phone != next.phone) differs("phone");
  for (std::size_t i = 0; i < next.members.size(); ++i) {
    if (i >= current.members.size() ||
        !(current.members[i] == next.members[i])) {
      differs(absl::StrCat("members[", i, "]"));
    }
  }
  if (next.members.size() < current.members.size()) differs("members");
  return found;
}

/// Notes who is left out of the members of `next`.
void NoteLeftOut(const Household& current, const Occasion& occasion,
                 Household& next) {
  for (const Member& member : current.members) {
    if (next.Find(member.id) != nullptr) continue;
    next.former.push_back({.member = member,
                           .why = EventKind::kCorrected,
                           .date = occasion.date});
  }
}

}  // namespace

absl::StatusOr<Household> Edit(const Household& current,
                               const HouseholdEdit& edit,
                               const HouseholdContext& context) {
  Household next = current;
  if (edit.number) next.number = edit.wanted.number;
  if (edit.address) next.address = edit.wanted.address;
  if (edit.phone) next.phone = edit.wanted.phone;
  if (edit.members) next.members = edit.wanted.members;
  if (SameContent(current, next)) return current;
  if (!current.active()) return HouseholdNotActive();
  if (current.revision != edit.seen_revision) {
    return Refused(absl::StatusCode::kAborted, "STALE_HOUSEHOLD",
                   Differences(current, next));
  }
  HouseholdContext since = context;
  since.before = &current;
  std::vector<Violation> faults =
      Prefixed("household.", CheckHousehold(next, since));
  CheckOccasion(edit.occasion, ReasonGiven::kMayBeEmpty, context.today, faults);
  CheckAfterRegistration(current, edit.occasion, faults);
  if (!faults.empty()) return Invalid(std::move(faults));
  NoteLeftOut(current, edit.occasion, next);
  next.event = EventOf(EventKind::kCorrected, edit.occasion, {}, {});
  return next;
}

}  // namespace rasoat::registry
