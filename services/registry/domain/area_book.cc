#include "services/registry/domain/area_book.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/registry/domain/text.h"

namespace rasoat::registry {
namespace {

bool Overlap(const Area& a, const Area& b) {
  return (!a.valid_to || b.valid_from < *a.valid_to) &&
         (!b.valid_to || a.valid_from < *b.valid_to);
}

/// True when the versions, oldest first, leave no day of `area` uncovered.
bool Cover(absl::Span<const Area> versions, const Area& area) {
  absl::CivilDay covered_to = area.valid_from;
  for (const Area& version : versions) {
    if (!version.HoldsOn(covered_to)) continue;
    if (!version.valid_to) return true;
    covered_to = *version.valid_to;
  }
  return area.valid_to && covered_to >= *area.valid_to;
}

/// What is wrong with `area` beside what the book holds; takes out of it what
/// it only repeats from the units above.
std::vector<Violation> CheckAgainst(const AreaBook& book, Area& area) {
  std::vector<Violation> faults;
  if (!area.parent.empty() && !Cover(book.Versions(area.parent), area)) {
    Add(faults, "parent", "AREA_PARENT_MISSING",
        "Đơn vị cấp trên không tồn tại trong suốt thời gian này; hãy nhập nó "
        "trước hoặc sửa ngày.",
        "The parent does not exist on all of these days; import it first or "
        "correct the dates.");
    return faults;
  }
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
  if (area.region != bare.region && area.region != place.region) {
    Add(faults, "region", "REGION_DIFFERS",
        "Vùng phải theo tỉnh; hãy để trống.",
        "The region is that of the province; leave it empty.");
  }
  area = bare;
  return faults;
}

Violation Differs(std::size_t i) {
  return Violation{
      absl::StrCat("areas[", i, "]"), "AREA_DIFFERS",
      "Đơn vị có mã và ngày bắt đầu này đã có với nội dung khác; hãy xem lại "
      "dữ liệu.",
      "A unit of that code and first day is there with other content; compare "
      "them and correct the import."};
}

}  // namespace

void AreaBook::Put(Area area) {
  std::vector<Area>& versions = by_code_[area.code.value];
  auto at = std::upper_bound(
      versions.begin(), versions.end(), area,
      [](const Area& a, const Area& b) { return a.valid_from < b.valid_from; });
  versions.insert(at, std::move(area));
  ++size_;
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

absl::StatusOr<ImportPlan> PlanImport(AreaBook book,
                                      absl::Span<const Area> incoming) {
  ImportPlan plan;
  std::vector<Violation> faults;
  std::optional<Violation> differs;
  for (std::size_t i = 0; i < incoming.size(); ++i) {
    Area area = incoming[i];
    std::vector<Violation> own = CheckArea(area);
    if (own.empty()) own = CheckAgainst(book, area);
    if (!own.empty()) {
      for (Violation& fault :
           Prefixed(absl::StrCat("areas[", i, "]."), std::move(own))) {
        faults.push_back(std::move(fault));
      }
      continue;
    }
    const Area* same_start = nullptr;
    bool overlaps = false;
    for (const Area& version : book.Versions(area.code)) {
      if (version.valid_from == area.valid_from) same_start = &version;
      overlaps |= Overlap(version, area);
    }
    if (same_start != nullptr) {
      if (*same_start == area) {
        ++plan.unchanged;
      } else if (!differs) {
        differs = Differs(i);
      }
    } else if (overlaps) {
      Add(faults, absl::StrCat("areas[", i, "].valid_from"), "AREA_OVERLAPS",
          "Thời gian trùng với một bản khác của cùng mã; hãy sửa ngày.",
          "The days overlap another version of the same code; correct them.");
    } else {
      plan.created.push_back(area);
      book.Put(std::move(area));
    }
  }
  if (!faults.empty()) return Invalid(std::move(faults));
  if (differs) {
    return Refused(absl::StatusCode::kAlreadyExists, *std::move(differs));
  }
  return plan;
}

}  // namespace rasoat::registry
