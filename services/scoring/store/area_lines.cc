#include "services/scoring/store/area_lines.h"

#include <algorithm>
#include <utility>

namespace rasoat::scoring {
namespace {

constexpr std::size_t kDeepest = 8;

bool Holds(const AreaLine& line, absl::CivilDay day) {
  return line.valid_from <= day && (!line.valid_to || day < *line.valid_to);
}

}  // namespace

AreaLines::AreaLines(std::vector<AreaLine> lines) {
  for (AreaLine& line : lines) {
    lines_[line.area].push_back(std::move(line));
  }
  for (auto& [area, all] : lines_) {
    std::stable_sort(all.begin(), all.end(),
                     [](const AreaLine& a, const AreaLine& b) {
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
    const AreaLine* line = &found->second.back();
    for (const AreaLine& one : found->second) {
      if (Holds(one, day)) line = &one;
    }
    if (line->parent.empty()) break;
    above.push_back(line->parent);
    at = line->parent;
  }
  return above;
}

}  // namespace rasoat::scoring
