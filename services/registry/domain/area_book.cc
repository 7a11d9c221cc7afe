#include "services/registry/domain/area_book.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/status/error.h"
#include "services/registry/domain/text.h"

namespace rasoat::registry {
namespace {

bool Overlap(const Area& a, const Area& b) {
  return (!a.valid_to || b.valid_from < *a.valid_to) &&
         (!b.valid_to || a.valid_from < *b.valid_to);
}

/// What is wrong with `area` beside what the book holds; takes out of it what
/// it only repeats from the units above.
std::vector<Violation> CheckAgainst(const AreaBook& book, Area& area) {
  std::vector<Violation> faults;
  if (area.tier == Tier::kVillage &&
      !absl::StartsWith(area.code.value, area.parent.value)) {
    // Only where it has been a village of the commune that its code names.
    const absl::Span<const Area> versions = book.Versions(area.code);
    if (versions.empty() || versions[0].valid_from >= area.valid_from) {
      Add(faults, "parent", "AREA_PARENT_WRONG",
          "Mã thôn phải bắt đầu bằng mã của xã đầu tiên mà thôn thuộc về.",
          "The code of a village begins with that of the first commune it "
          "belongs to.");
    }
  }
  if (!area.parent.empty() && !Covers(book.Versions(area.parent), area)) {
    Add(faults, "parent", "AREA_PARENT_MISSING",
        "Đơn vị cấp trên không tồn tại trong suốt thời gian này; hãy nhập nó "
        "trước hoặc sửa ngày.",
        "The parent does not exist on all of these days; import it first or "
        "correct the dates.");
  }
  if (!faults.empty()) return faults;
  Area bare = area;
  if (area.tier != Tier::kCommune) bare.settlement = Settlement::kUnspecified;
  if (area.tier != Tier::kProvince) bare.region = Region::kUnspecified;
  const Place place = book.PlaceOn(bare, area.valid_from);
  if (area.settlement != bare.settlement &&
      area.settlement != place.settlement) {
    Add(faults, "settlement", "SETTLEMENT_DIFFERS",
        "Nông thôn, thành thị của thôn phải theo xã; hãy để trống.",
        "A village is rural or urban as its commune is; leave it empty.");
  }
  if (area.tier == Tier::kCommune) {
    if (area.region != place.region) bare.region = area.region;
    if (area.region == Region::kUnspecified &&
        place.region == Region::kUnspecified) {
      Add(faults, "region", "REGION_MISSING",
          "Tỉnh nằm ở nhiều vùng; hãy ghi vùng của xã.",
          "The province lies in several regions; give the commune's.");
    }
  } else if (area.region != bare.region && area.region != place.region) {
    Add(faults, "region", "REGION_DIFFERS",
        "Vùng phải theo tỉnh; hãy để trống.",
        "The region is that of the units above; leave it empty.");
  }
  area = bare;
  return faults;
}

/// True when `stored` is `area`, or was until its end was set.
bool Same(const Area& stored, Area area) {
  if (!area.valid_to) area.valid_to = stored.valid_to;
  return stored == area;
}

Violation Differs() {
  return Violation{
      "", "AREA_DIFFERS",
      "Đơn vị có mã và ngày bắt đầu này đã có với nội dung khác; hãy xem lại "
      "dữ liệu.",
      "A unit of that code and first day is there with other content; compare "
      "them and correct the import."};
}

}  // namespace

bool Covers(absl::Span<const Area> versions, const Area& area) {
  absl::CivilDay covered_to = area.valid_from;
  for (const Area& version : versions) {
    if (!version.HoldsOn(covered_to)) continue;
    if (!version.valid_to) return true;
    covered_to = *version.valid_to;
  }
  return area.valid_to && covered_to >= *area.valid_to;
}

void AreaBook::Put(Area area) {
  std::vector<Area>& versions = by_code_[area.code.value];
  auto at = std::upper_bound(
      versions.begin(), versions.end(), area,
      [](const Area& a, const Area& b) { return a.valid_from < b.valid_from; });
  versions.insert(at, std::move(area));
  ++size_;
}

void AreaBook::End(const AreaCode& code, absl::CivilDay valid_from,
                   absl::CivilDay valid_to) {
  for (Area& area : by_code_[code.value]) {
    if (area.valid_from == valid_from) area.valid_to = valid_to;
  }
}

const Area* AreaBook::Find(const AreaCode& code, absl::CivilDay day) const {
  for (const Area& area : Versions(code)) {
    if (area.HoldsOn(day)) return &area;
  }
  return nullptr;
}

const Area* AreaBook::FindLatest(const AreaCode& code,
                                 absl::CivilDay day) const {
  const Area* last = nullptr;
  for (const Area& area : Versions(code)) {
    if (area.valid_from <= day) last = &area;
  }
  return last;
}

absl::Span<const Area> AreaBook::Versions(const AreaCode& code) const {
  auto found = by_code_.find(code.value);
  if (found == by_code_.end()) return {};
  return found->second;
}

Place AreaBook::PlaceOn(const Area& area, absl::CivilDay day) const {
  Place place;
  // Four tiers; a chain cannot be longer, since each step up shortens the code.
  for (const Area* step = &area; step != nullptr;
       step = step->parent.empty() ? nullptr : Find(step->parent, day)) {
    if (place.settlement == Settlement::kUnspecified) {
      place.settlement = step->settlement;
    }
    if (place.region == Region::kUnspecified) place.region = step->region;
  }
  return place;
}

Area AreaBook::Told(const Area& area, absl::CivilDay day) const {
  const Place place = PlaceOn(area, day);
  Area told = area;
  told.settlement = place.settlement;
  told.region = place.region;
  return told;
}

bool AreaBook::Below(const Area& area, const AreaCode& above,
                     absl::CivilDay day) const {
  for (const Area* step = &area; step != nullptr && !step->parent.empty();
       step = Find(step->parent, day)) {
    if (step->parent == above) return true;
  }
  return false;
}

std::vector<const Area*> AreaBook::List(const AreaFilter& filter,
                                        const AreaCode& after,
                                        int limit) const {
  std::vector<const Area*> found;
  for (auto it = by_code_.upper_bound(after.value);
       it != by_code_.end() && static_cast<int>(found.size()) < limit; ++it) {
    const Area* area = Find(AreaCode{it->first}, filter.day);
    if (area == nullptr) continue;
    const bool wanted = filter.tier == Tier::kUnspecified
                            ? area->parent == filter.parent
                            : area->tier == filter.tier &&
                                  (filter.parent.empty() ||
                                   Below(*area, filter.parent, filter.day));
    if (wanted) found.push_back(area);
  }
  return found;
}

void Apply(const ImportPlan& plan, AreaBook& book) {
  for (const Area& area : plan.ended) {
    book.End(area.code, area.valid_from, *area.valid_to);
  }
  for (const Area& area : plan.created) book.Put(area);
  for (const Succession& one : plan.successions) book.Put(one);
}

absl::StatusOr<bool> FitsBook(const AreaBook& book, Area& area) {
  std::vector<Violation> faults = CheckArea(area);
  if (!faults.empty()) return Invalid(std::move(faults));
  for (const Area& version : book.Versions(area.code)) {
    // What is there was right when it came, whatever has ended since.
    if (version.valid_from == area.valid_from &&
        (Same(version, area) ||
         Same(book.Told(version, version.valid_from), area))) {
      return false;
    }
  }
  faults = CheckAgainst(book, area);
  if (!faults.empty()) return Invalid(std::move(faults));
  for (const Area& version : book.Versions(area.code)) {
    if (version.valid_from == area.valid_from) {
      if (Same(version, area)) return false;
      return Refused(absl::StatusCode::kAlreadyExists, Differs());
    }
    if (Overlap(version, area)) {
      return Invalid(Violation{
          "valid_from", "AREA_OVERLAPS",
          "Thời gian trùng với một bản khác của cùng mã; hãy sửa ngày.",
          "The days overlap another version of the same code; correct them."});
    }
  }
  return true;
}

absl::StatusOr<ImportPlan> PlanImport(AreaBook book,
                                      absl::Span<const Area> incoming) {
  ImportPlan plan;
  std::vector<Violation> faults;
  std::vector<Violation> differs;
  for (std::size_t i = 0; i < incoming.size(); ++i) {
    Area area = incoming[i];
    const absl::StatusOr<bool> is_new = FitsBook(book, area);
    if (!is_new.ok()) {
      auto& told = absl::IsAlreadyExists(is_new.status()) ? differs : faults;
      for (Violation& fault : ViolationsOf(is_new.status())) {
        fault.field = absl::StrCat("areas[", i, "]",
                                   fault.field.empty() ? "" : ".", fault.field);
        told.push_back(std::move(fault));
      }
    } else if (*is_new) {
      plan.created.push_back(area);
      book.Put(std::move(area));
    } else {
      ++plan.unchanged;
    }
  }
  if (!faults.empty()) return Invalid(std::move(faults));
  if (!differs.empty()) {
    return Refused(absl::StatusCode::kAlreadyExists, std::move(differs[0]));
  }
  return plan;
}

}  // namespace rasoat::registry
