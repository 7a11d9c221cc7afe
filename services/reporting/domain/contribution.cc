#include "services/reporting/domain/contribution.h"

#include <cstdlib>
#include <map>
#include <tuple>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace rasoat::reporting {
namespace measure {

std::string StepStarted(int step) {
  return absl::StrCat("step.", step, ".started");
}
std::string StepCompleted(int step) {
  return absl::StrCat("step.", step, ".completed");
}
std::string MilestoneReached(const std::string& kind) {
  return absl::StrCat("milestone.", kind);
}
std::string Units(const std::string& tier) {
  return absl::StrCat("units.", tier);
}
bool IsOwn(const std::string& measure) {
  return absl::StartsWith(measure, "own.");
}

}  // namespace measure

std::strong_ordering operator<=>(const Cell& a, const Cell& b) {
  auto key = [](const Cell& c) { return std::tie(c.round, c.area, c.measure); };
  if (auto order = key(a) <=> key(b); order != 0) return order;
  return a.day < b.day   ? std::strong_ordering::less
         : b.day < a.day ? std::strong_ordering::greater
                         : std::strong_ordering::equal;
}

std::vector<Contribution> Difference(const std::vector<Contribution>& before,
                                     const std::vector<Contribution>& now) {
  std::map<Cell, std::int64_t> sums;
  for (const Contribution& c : before) sums[c.cell] -= c.amount;
  for (const Contribution& c : now) sums[c.cell] += c.amount;
  std::vector<Contribution> difference;
  for (auto& [cell, amount] : sums) {
    if (amount != 0) difference.push_back({cell, amount});
  }
  return difference;
}

std::string Pack(const std::vector<Contribution>& contributions) {
  std::string packed;
  for (const Contribution& c : contributions) {
    absl::StrAppend(&packed, c.cell.round, "\t", c.cell.area, "\t",
                    c.cell.measure, "\t", absl::FormatCivilTime(c.cell.day),
                    "\t", c.amount, "\n");
  }
  return packed;
}

std::vector<Contribution> Unpack(const std::string& packed) {
  std::vector<Contribution> contributions;
  for (absl::string_view line :
       absl::StrSplit(packed, '\n', absl::SkipEmpty())) {
    const std::vector<std::string> f = absl::StrSplit(line, '\t');
    Contribution c;
    if (f.size() != 5 || !absl::ParseCivilTime(f[3], &c.cell.day) ||
        !absl::SimpleAtoi(f[4], &c.amount)) {
      std::abort();
    }
    c.cell.round = f[0];
    c.cell.area = f[1];
    c.cell.measure = f[2];
    contributions.push_back(std::move(c));
  }
  return contributions;
}

}  // namespace rasoat::reporting
