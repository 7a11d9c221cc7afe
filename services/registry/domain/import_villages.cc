#include "services/registry/domain/import_villages.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/registry/domain/vietnamese.h"

namespace rasoat::registry {
namespace {

constexpr int kTiers = 6;  // no unit lies deeper than that
constexpr std::size_t kCommuneDigits = 5;
constexpr std::size_t kVillageDigits = 8;

/// A name without the kind of its unit, which lists often leave out.
std::string WithoutKind(const std::string& folded,
                        const std::vector<std::string>& kinds) {
  for (const std::string& kind : kinds) {
    if (folded.size() > kind.size() + 1 && absl::StartsWith(folded, kind) &&
        folded[kind.size()] == ' ') {
      return folded.substr(kind.size() + 1);
    }
  }
  return folded;
}

const std::vector<std::string>& CommuneKinds() {
  static const std::vector<std::string>& kinds =
      *new std::vector<std::string>{"xa", "phuong", "thi tran", "dac khu"};
  return kinds;
}

std::string CodeIn(absl::string_view text, std::size_t digits) {
  return ReadCode({.text = text}, digits).value.value_or("");
}

}  // namespace

bool VillageText::empty() const { return *this == VillageText{}; }

VillageFinder::VillageFinder(const AreaBook& book, const AreaCode& area,
                             absl::CivilDay day,
                             const std::vector<std::string>& village_kinds)
    : book_(book), day_(day), kinds_(village_kinds) {
  book.ForEach([&](const Area& unit) {
    if (!unit.HoldsOn(day)) return;
    if (unit.tier != Tier::kVillage && unit.tier != Tier::kCommune) return;
    if (!Inside(unit, area)) return;
    if (unit.tier == Tier::kVillage) {
      by_code_[unit.code.value] = &unit;
      Index(unit, unit.parent, exactly_, loosely_);
      return;
    }
    communes_[unit.code.value] = &unit;
    const std::string folded = Folded(unit.name);
    commune_names_[folded].push_back(&unit);
    const std::string short_name = WithoutKind(folded, CommuneKinds());
    if (short_name != folded) commune_names_[short_name].push_back(&unit);
  });
}

bool VillageFinder::Inside(const Area& area, const AreaCode& above) const {
  const Area* unit = &area;
  for (int tier = 0; unit != nullptr && tier < kTiers; ++tier) {
    if (unit->code == above) return true;
    unit = book_.Find(unit->parent, day_);
  }
  return false;
}

std::string VillageFinder::Loose(const std::string& folded) const {
  return WithoutKind(folded, kinds_);
}

void VillageFinder::Index(const Area& area, const AreaCode& commune,
                          Named& exactly, Named& loosely) const {
  const std::string folded = Folded(area.name);
  for (const absl::string_view in :
       {absl::string_view(commune.value), absl::string_view()}) {
    exactly[absl::StrCat(in, "/", folded)].push_back(&area);
    loosely[absl::StrCat(in, "/", Loose(folded))].push_back(&area);
  }
}

const std::vector<const Area*>& VillageFinder::In(const Named& named,
                                                  const std::string& name) {
  static const std::vector<const Area*>& none = *new std::vector<const Area*>();
  auto found = named.find(name);
  return found == named.end() ? none : found->second;
}

Reading<const Area*> VillageFinder::FindCommune(const VillageText& text) const {
  if (!text.commune_code.empty()) {
    auto found = communes_.find(CodeIn(text.commune_code, kCommuneDigits));
    if (found != communes_.end()) return {found->second, ""};
    return {std::nullopt, "COMMUNE_UNKNOWN"};
  }
  if (text.commune.empty()) return {};
  const std::string district = Folded(text.district);
  const Area* only = nullptr;
  for (const Area* commune : In(commune_names_, Folded(text.commune))) {
    const Area* above = book_.Find(commune->parent, day_);
    if (!text.district_code.empty() && above != nullptr &&
        above->code.value != CodeIn(text.district_code, 3)) {
      continue;
    }
    if (!district.empty() && above != nullptr &&
        !absl::EndsWith(Folded(above->name), district)) {
      continue;
    }
    if (only != nullptr && only != commune) {
      return {std::nullopt, "COMMUNE_UNKNOWN"};
    }
    only = commune;
  }
  if (only != nullptr) return {only, ""};
  // Within one commune its own name need not be spelled as we do.
  if (communes_.size() == 1) return {communes_.begin()->second, ""};
  return {std::nullopt, "COMMUNE_UNKNOWN"};
}

Reading<const Area*> VillageFinder::Find(const VillageText& text) const {
  if (!text.village_code.empty()) {
    const std::string code = CodeIn(text.village_code, kVillageDigits);
    auto found = by_code_.find(code);
    if (found != by_code_.end()) return {found->second, ""};
    return {std::nullopt, book_.Find(AreaCode{code}, day_) != nullptr
                              ? "VILLAGE_OUTSIDE"
                              : "VILLAGE_UNKNOWN"};
  }
  if (text.village.empty()) {
    if (by_code_.size() == 1) return {by_code_.begin()->second, ""};
    return {std::nullopt, "VILLAGE_MISSING"};
  }
  const Reading<const Area*> commune = FindCommune(text);
  if (!commune.rule.empty()) return commune;
  const std::string folded = Folded(text.village);
  // A code may stand in the column of names.
  if (folded.size() == kVillageDigits) {
    auto found = by_code_.find(folded);
    if (found != by_code_.end()) return {found->second, ""};
  }
  const std::string in =
      commune.value ? (*commune.value)->code.value : std::string();
  const auto& exactly = In(exactly_, absl::StrCat(in, "/", folded));
  if (exactly.size() == 1) return {exactly[0], ""};
  if (exactly.size() > 1) return {std::nullopt, "VILLAGE_NOT_ONE"};
  const auto& loosely = In(loosely_, absl::StrCat(in, "/", Loose(folded)));
  if (loosely.size() == 1) return {loosely[0], ""};
  return {std::nullopt,
          loosely.empty() ? "VILLAGE_UNKNOWN" : "VILLAGE_NOT_ONE"};
}

}  // namespace rasoat::registry
