#include "services/scoring/simulation/area_lines.h"

#include <algorithm>
#include <utility>

namespace rasoat::scoring {
namespace {

constexpr std::size_t kDeepest = 8;

bool Holds(const DatedAreaLine& line, absl::CivilDay day) {
  return line.valid_from <= day && (!line.valid_to || day < *line.valid_to);
}

}  // namespace

AreaLines::AreaLines(std::vector<DatedAreaLine> lines) {
  for (DatedAreaLine& line : lines) {
    lines_[line.area].push_back(std::move(line));
  }
  for (auto& [area, all] : lines_) {
    std::stable_sort(all.begin(), all.end(),
                     [](const DatedAreaLine& a, const DatedAreaLine& b) {
                       return a.valid_from < b.valid_from;
                     });
  }
}

std::vector<std::string> AreaLines::Above(absl::string_view area,
                                          absl::CivilDay day) const {
  std::vector<std::string> above;
  std::string at(area);
  while (above.size() < kDeepest) {
    const auto found = lines_.find(at);
    if (found == lines_.end()) break;
    const DatedAreaLine* line = &found->second.back();
    for (const DatedAreaLine& one : found->second) {
      if (Holds(one, day)) line = &one;
    }
    if (line->parent.empty()) break;
    above.push_back(line->parent);
    at = line->parent;
  }
  return above;
}

}  // namespace rasoat::scoring
