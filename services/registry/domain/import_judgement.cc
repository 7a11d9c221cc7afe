// The end of a household: what is taken over from its head, and the checks that
// every household has to pass.
#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "services/registry/domain/import_assembler.h"

namespace rasoat::registry {
namespace {

bool HasErrorAt(const ImportRow& row, int column) {
  return std::any_of(row.findings.begin(), row.findings.end(),
                     [&](const ImportFinding& finding) {
                       return finding.column == column &&
                              finding.kind == FindingKind::kError;
                     });
}

/// The member of `members[2].birth_date`, and what follows; -1 for another
/// path.
int MemberIn(absl::string_view& field) {
  constexpr absl::string_view kStart = "members[";
  const std::size_t end = field.find("].");
  int member = -1;
  if (!absl::StartsWith(field, kStart) || end == absl::string_view::npos ||
      !absl::SimpleAtoi(field.substr(kStart.size(), end - kStart.size()),
                        &member)) {
    return -1;
  }
  field.remove_prefix(end + 2);
  return member;
}

}  // namespace

int ImportAssembler::ColumnOfPath(absl::string_view field) const {
  const auto column = [this](ImportField field) {
    return column_of_field_[static_cast<std::size_t>(field)];
  };
  const auto either = [&](ImportField first, ImportField second) {
    return column(first) >= 0 ? column(first) : column(second);
  };
  if (field == "full_name") {
    return either(ImportField::kMemberName, ImportField::kHeadName);
  }
  if (field == "birth_date") {
    return either(ImportField::kBirthDate, ImportField::kMale);
  }
  if (field == "sex") return either(ImportField::kSex, ImportField::kMale);
  if (field == "relation") return column(ImportField::kRelation);
  if (field == "ethnic_group") return column(ImportField::kEthnicGroup);
  if (field == "number") return column(ImportField::kHouseholdNumber);
  if (field == "address") return column(ImportField::kAddress);
  if (field == "phone") return column(ImportField::kPhone);
  if (absl::StartsWith(field, "identity_")) {
    return column(ImportField::kIdentityNumber);
  }
  if (field == "members") return column(ImportField::kRelation);
  return -1;
}

void ImportAssembler::CompleteMembers() {
  std::vector<Member>& members = open_->household.members;
  Member& first = members.front();
  ImportRow& first_row = open_->rows[open_->row_of_member.front()];
  if (open_->household.Head() == nullptr && !head_name_.empty()) {
    for (std::size_t i = 0; i < members.size(); ++i) {
      if (members[i].relation == Relation::kUnspecified &&
          members[i].full_name == head_name_) {
        members[i].relation = Relation::kHead;
        open_->rows[open_->row_of_member[i]].findings.push_back(
            Found("RELATION_FROM_NAME", ColumnOfPath("relation")));
        break;
      }
    }
  }
  if (open_->household.Head() == nullptr &&
      first.relation == Relation::kUnspecified) {
    first.relation = Relation::kHead;
    first_row.findings.push_back(
        Found("RELATION_FROM_PLACE", ColumnOfPath("relation")));
  }
  const Member* head = open_->household.Head();
  if (head == nullptr || head->ethnic_group.empty()) return;
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (!members[i].ethnic_group.empty()) continue;
    members[i].ethnic_group = head->ethnic_group;
    members[i].ethnic_code_system = head->ethnic_code_system;
    open_->rows[open_->row_of_member[i]].findings.push_back(
        Found("ETHNIC_GROUP_FROM_HEAD", ColumnOfPath("ethnic_group")));
  }
}

void ImportAssembler::Check() {
  for (Violation& fault : CheckHousehold(
           open_->household,
           {.rules = rules_, .today = today_, .training = synthetic_})) {
    absl::string_view field = fault.field;
    const int member = MemberIn(field);
    const auto at = static_cast<std::size_t>(
        member < 0 ? 0
                   : open_->row_of_member[static_cast<std::size_t>(member)]);
    ImportRow& row = open_->rows[at];
    const int column = ColumnOfPath(field);
    if (HasErrorAt(row, column)) continue;  // said in better words already
    row.findings.push_back(
        {.column = column,
         .kind = FindingKind::kError,
         .rule = std::move(fault.rule),
         .text = {std::move(fault.vi), std::move(fault.en)}});
  }
}

void ImportAssembler::Finish(Emit emit) {
  if (!open_) return;
  CompleteMembers();
  Check();
  ImportedHousehold done = *std::move(open_);
  open_.reset();
  emit(std::move(done));
}

}  // namespace rasoat::registry
