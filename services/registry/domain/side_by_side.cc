#include "services/registry/domain/side_by_side.h"

#include <utility>

#include "absl/container/flat_hash_set.h"

namespace rasoat::registry {
namespace {

/// Gathers comparisons.
class Table {
 public:
  /// Sets whose fields come next.
  void Of(std::string first_member, std::string second_member) {
    first_member_ = std::move(first_member);
    second_member_ = std::move(second_member);
  }

  /// Adds a field unless it is `none` on both sides.
  template <class T>
  void Add(const char* field, const T& first, const T& second,
           const T& none = T()) {
    if (first == none && second == none) return;
    Add(field, first == second  ? FieldVerdict::kEqual
               : first == none  ? FieldVerdict::kFirstMissing
               : second == none ? FieldVerdict::kSecondMissing
                                : FieldVerdict::kDifferent);
  }

  void Add(const char* field, FieldVerdict verdict) {
    rows_.push_back({field, first_member_, second_member_, verdict});
  }

  std::vector<FieldComparison> Take() && { return std::move(rows_); }

 private:
  std::string first_member_;
  std::string second_member_;
  std::vector<FieldComparison> rows_;
};

void AddMembers(const Member& a, const Member& b, Table& table) {
  table.Of(a.id, b.id);
  table.Add("full_name", a.full_name, b.full_name);
  table.Add("birth_date", a.birth_date, b.birth_date, kNoDay);
  table.Add("sex", a.sex, b.sex);
  table.Add("relation", a.relation, b.relation);
  table.Add("ethnic_group", a.ethnic_group, b.ethnic_group);
  table.Add("identity_kind", a.identity_kind, b.identity_kind);
  table.Add("identity_number", a.identity_number, b.identity_number);
}

}  // namespace

std::vector<FieldComparison> SideBySide(const Household& first,
                                        const Household& second,
                                        absl::Span<const MemberMatch> matches) {
  Table table;
  table.Add("village", first.village.value, second.village.value);
  table.Add("number", first.number, second.number);
  table.Add("address", first.address, second.address);
  table.Add("phone", first.phone, second.phone);
  absl::flat_hash_set<std::string> firsts;
  absl::flat_hash_set<std::string> seconds;
  for (const MemberMatch& match : matches) {
    const Member* a = first.Find(match.first);
    const Member* b = second.Find(match.second);
    if (a == nullptr || b == nullptr) continue;
    firsts.insert(a->id);
    seconds.insert(b->id);
    AddMembers(*a, *b, table);
  }
  for (const Member& member : first.members) {
    if (firsts.contains(member.id)) continue;
    table.Of(member.id, "");
    table.Add("member", FieldVerdict::kSecondMissing);
  }
  for (const Member& member : second.members) {
    if (seconds.contains(member.id)) continue;
    table.Of("", member.id);
    table.Add("member", FieldVerdict::kFirstMissing);
  }
  return std::move(table).Take();
}

}  // namespace rasoat::registry
