#include "services/registry/rpc/duplicate_warnings.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/status/error.h"
#include "services/registry/rpc/duplicate_proto.h"
#include "services/registry/rpc/names.h"

namespace rasoat::registry {
namespace {

/// A common name and a first of January may match hundreds.
constexpr std::size_t kMostTold = 10;

std::vector<const DuplicateFinding*> Likeliest(
    const HouseholdId& entered, absl::Span<const DuplicateFinding> suspects) {
  std::vector<const DuplicateFinding*> some;
  for (const DuplicateFinding& finding : suspects) {
    if (finding.first == entered || finding.second == entered) {
      some.push_back(&finding);
    }
  }
  std::stable_sort(some.begin(), some.end(), [](const auto* a, const auto* b) {
    return a->score > b->score;
  });
  if (some.size() > kMostTold) some.resize(kMostTold);
  return some;
}

}  // namespace

bool DuplicateWarnings::Reaches(const rpc::Call& call,
                                const AreaCode& village) const {
  return call.identity != nullptr &&
         std::any_of(call.identity->grants.begin(), call.identity->grants.end(),
                     [&](const access::Grant& grant) {
                       return tree_.Contains(grant.area, village.value);
                     });
}

void DuplicateWarnings::Warn(const HouseholdId& entered,
                             absl::Span<const DuplicateFinding> suspects,
                             const rpc::Call& call, Shown& out) const {
  for (const DuplicateFinding* suspect : Likeliest(entered, suspects)) {
    const DuplicateFinding& finding = *suspect;
    const bool is_first = finding.first == entered;
    v1::SuspectedDuplicate& shown = *out.Add();
    shown.set_duplicate(NameOf(DuplicateId{finding.first, finding.second}));
    const AreaCode& village =
        is_first ? finding.second_village : finding.first_village;
    if (Reaches(call, village)) {
      shown.set_household(NameOf(is_first ? finding.second : finding.first));
      shown.set_village(NameOf(village));
    } else {
      // The name of the case would tell the other household's.
      shown.clear_duplicate();
    }
    shown.set_score(finding.score);
    for (const MemberMatch& match : finding.matches) {
      v1::MemberMatch& told = *shown.add_matches();
      told = ToProto(match, reasons_);
      if (!is_first) {
        std::swap(*told.mutable_first_member(), *told.mutable_second_member());
      }
    }
  }
}

absl::Status DuplicateWarnings::Named(absl::Status refusal,
                                      absl::Span<const IdentityHolder> holders,
                                      const rpc::Call& call) const {
  return Named(std::move(refusal), holders, call, [](std::size_t member) {
    return absl::StrCat("household.members[", member, "].identity_number");
  });
}

absl::Status DuplicateWarnings::Named(const EventOrder& order,
                                      const EventOutcome& outcome,
                                      const rpc::Call& call) const {
  return Named(outcome.status, outcome.holders, call, [&](std::size_t member) {
    const std::string& id = outcome.wanted.members[member].id;
    for (const Newcomer& newcomer : order.newcomers) {
      if (newcomer.member_id == id) {
        return absl::StrCat(newcomer.path, "identity_number");
      }
    }
    return std::string("name");
  });
}

absl::Status DuplicateWarnings::Named(
    absl::Status refusal, absl::Span<const IdentityHolder> holders,
    const rpc::Call& call,
    absl::FunctionRef<std::string(std::size_t member)> place) const {
  if (holders.empty()) return refusal;
  std::vector<Violation> faults;
  for (const IdentityHolder& holder : holders) {
    const bool told = Reaches(call, holder.village);
    const std::string name = NameOf(holder.household);
    faults.push_back(
        {.field = place(holder.member),
         .rule = "PERSON_REGISTERED",
         .vi = absl::StrCat(
             "Số định danh cá nhân này đã thuộc một người ở hộ khác trong sổ",
             told ? absl::StrCat(" (", name, ")")
                  : std::string(", ngoài địa bàn của bạn"),
             "; hãy chuyển người đó sang hộ này, nhập hai hộ nếu là một, hoặc "
             "sửa lại số."),
         .en = absl::StrCat(
             "This citizen id belongs to somebody in another household of the "
             "register",
             told ? absl::StrCat(" (", name, ")")
                  : std::string(", outside of your area"),
             "; move the person over, merge the households if they are one, or "
             "correct the number.")});
  }
  return Refused(absl::StatusCode::kAlreadyExists, "PERSON_REGISTERED",
                 std::move(faults));
}

void Warn(const DuplicateWarnings* warnings, const VisitOutcome& outcome,
          const rpc::Call& call, DuplicateWarnings::Shown& out) {
  if (warnings == nullptr) return;
  warnings->Warn(outcome.household, outcome.suspects, call, out);
}

absl::Status WithWarnings(const DuplicateWarnings* warnings,
                          const VisitOutcome& outcome, const rpc::Call& call) {
  if (warnings == nullptr) return outcome.status;
  return warnings->Named(outcome.status, outcome.holders, call);
}

absl::Status WithWarnings(const DuplicateWarnings* warnings,
                          const EventOrder& order, const EventOutcome& outcome,
                          const rpc::Call& call) {
  if (warnings == nullptr) return outcome.status;
  return warnings->Named(order, outcome, call);
}

}  // namespace rasoat::registry
