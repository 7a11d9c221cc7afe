#include "services/workflow/domain/round.h"

#include <map>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "services/common/status/error.h"
#include "services/workflow/domain/names.h"

namespace rasoat::workflow {
namespace {

constexpr std::size_t kLongestTitle = 200;
// A chain of units longer than this is a ring: the data is broken.
constexpr std::size_t kMostAbove = 16;

void CheckTitle(const std::string& title, const char* field,
                std::vector<Violation>& faults) {
  if (title.empty()) {
    faults.push_back({field, "TITLE_MISSING",
                      "Thiếu tên đợt rà soát; hãy ghi tên bằng cả tiếng Việt "
                      "và tiếng Anh.",
                      "The round's title is missing; give it in Vietnamese and "
                      "in English."});
  } else if (Characters(title) > kLongestTitle) {
    faults.push_back({field, "TITLE_TOO_LONG",
                      absl::StrCat("Tên đợt rà soát quá dài; hãy viết trong ",
                                   kLongestTitle, " ký tự."),
                      absl::StrCat("The title is too long; use at most ",
                                   kLongestTitle, " characters.")});
  }
}

}  // namespace

absl::Status CheckPlan(const RoundPlan& plan) {
  std::vector<Violation> faults;
  CheckTitle(plan.title.vi, "round.title.vi", faults);
  CheckTitle(plan.title.en, "round.title.en", faults);
  if (plan.end < plan.start) {
    faults.push_back({"round.end_date", "ROUND_DATES_WRONG",
                      "Ngày kết thúc sớm hơn ngày bắt đầu; hãy sửa một trong "
                      "hai ngày.",
                      "The round ends before it starts; correct one of the "
                      "dates."});
  }
  return Invalid(std::move(faults));
}

std::vector<UnitInRound> UnitsOfRound(const AreaCode& area,
                                      absl::Span<const Unit> units) {
  absl::flat_hash_map<AreaCode, const Unit*> by_code;
  for (const Unit& unit : units) by_code.emplace(unit.code, &unit);
  if (!by_code.contains(area)) return {};

  const auto in_round = [&](const Unit& unit) {
    UnitInRound found{.unit = unit};
    bool inside = unit.code == area;
    for (auto above = by_code.find(unit.parent);
         above != by_code.end() && found.above.size() < kMostAbove;
         above = by_code.find(above->second->parent)) {
      found.above.push_back(above->first);
      if (above->first == area) {
        inside = true;
        found.above_in_round = found.above.size();
      }
    }
    return std::pair(inside, std::move(found));
  };

  std::map<AreaCode, UnitInRound> chosen;
  for (const Unit& unit : units) {
    if (unit.tier != Tier::kVillage) continue;
    auto [inside, village] = in_round(unit);
    if (!inside) continue;
    for (std::size_t i = 0; i < village.above_in_round; ++i) {
      const AreaCode& code = village.above[i];
      if (!chosen.contains(code)) {
        chosen.emplace(code, in_round(*by_code.at(code)).second);
      }
    }
    chosen.emplace(unit.code, std::move(village));
  }
  std::vector<UnitInRound> sorted;
  sorted.reserve(chosen.size());
  for (auto& [code, unit] : chosen) sorted.push_back(std::move(unit));
  return sorted;
}

}  // namespace rasoat::workflow
