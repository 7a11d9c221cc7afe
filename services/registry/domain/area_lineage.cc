#include "services/registry/domain/area_lineage.h"

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>

namespace rasoat::registry {
namespace {

/// A unit in hand while a chain is followed: the version of a code that holds
/// on a day.
struct Step {
  AreaCode code;
  absl::CivilDay day;
  Extent extent = Extent::kWhole;
};

/// Gathers the answer; of two ways to one unit the better known counts.
class Gathering {
 public:
  void Found(const Step& step) {
    auto [at, is_new] = units_.emplace(step.code.value, step.extent);
    if (!is_new && step.extent == Extent::kWhole) at->second = step.extent;
  }
  void Unknown(const AreaCode& code, absl::CivilDay day) {
    unknown_.emplace(code.value, day);
  }
  void Follow(Step step) {
    if (seen_.emplace(step.code.value, step.day, step.extent).second) {
      open_.push_back(std::move(step));
    }
  }
  bool Next(Step& step) {
    if (open_.empty()) return false;
    step = std::move(open_.back());
    open_.pop_back();
    return true;
  }
  Lineage Told() const {
    Lineage lineage;
    for (const auto& [code, extent] : units_) {
      lineage.units.push_back({{code}, extent});
    }
    for (const auto& [code, day] : unknown_) {
      lineage.unknown.push_back({{code}, day});
    }
    return lineage;
  }

 private:
  std::map<std::string, Extent> units_;
  std::set<std::pair<std::string, absl::CivilDay>> unknown_;
  std::set<std::tuple<std::string, absl::CivilDay, Extent>> seen_;
  std::vector<Step> open_;
};

Extent Joined(Extent a, Extent b) {
  return a == Extent::kWhole && b == Extent::kWhole ? Extent::kWhole
                                                    : Extent::kPart;
}

/// The earliest successions out of the step's unit after its day, to `day` at
/// the latest, and not after the unit's end.
std::vector<const Succession*> NextOut(const AreaBook& book, const Step& step,
                                       const Area& version,
                                       absl::CivilDay day) {
  std::vector<const Succession*> next;
  for (const Succession& one : book.successions().From(step.code)) {
    if (one.day <= step.day || one.day > day) continue;
    if (version.valid_to && one.day > *version.valid_to) continue;
    if (!next.empty() && next[0]->day != one.day) break;
    next.push_back(&one);
  }
  return next;
}

/// The latest successions into the step's unit up to its day and after `day`.
std::vector<const Succession*> NextIn(const AreaBook& book, const Step& step,
                                      const Area& version, absl::CivilDay day) {
  std::vector<const Succession*> next;
  for (const Succession& one : book.successions().Into(step.code)) {
    if (one.day > step.day || one.day <= day || one.day < version.valid_from) {
      continue;
    }
    if (!next.empty() && next[0]->day != one.day) next.clear();
    next.push_back(&one);
  }
  return next;
}

/// kPart if the unit gave some of itself away after `from`, to `to` at the
/// latest.
Extent Kept(const AreaBook& book, const AreaCode& code, absl::CivilDay from,
            absl::CivilDay to) {
  for (const Succession& one : book.successions().From(code)) {
    if (one.day > from && one.day <= to && one.extent == Extent::kPart &&
        one.successor != code) {
      return Extent::kPart;
    }
  }
  return Extent::kWhole;
}

}  // namespace

Lineage SuccessorsOf(const AreaBook& book, const AreaCode& code,
                     absl::CivilDay as_of, absl::CivilDay day) {
  Gathering gathering;
  gathering.Follow({code, as_of});
  Step step;
  while (gathering.Next(step)) {
    const Area* version = book.Find(step.code, step.day);
    if (version == nullptr) continue;
    const auto next = NextOut(book, step, *version, day);
    const bool ends = version->valid_to && *version->valid_to <= day;
    if (next.empty()) {
      if (ends) {
        gathering.Unknown(step.code, *version->valid_to);
      } else {
        gathering.Found(step);
      }
      continue;
    }
    const absl::CivilDay turn = next[0]->day;
    for (const Succession* one : next) {
      gathering.Follow(
          {one->successor, turn, Joined(step.extent, one->extent)});
    }
    if (!version->valid_to || turn < *version->valid_to) {
      // It gave a part away and goes on with the rest.
      gathering.Follow({step.code, turn, Extent::kPart});
    }
  }
  return gathering.Told();
}

Lineage PredecessorsOf(const AreaBook& book, const AreaCode& code,
                       absl::CivilDay as_of, absl::CivilDay day) {
  Gathering gathering;
  gathering.Follow({code, as_of});
  Step step;
  while (gathering.Next(step)) {
    const Area* version = book.Find(step.code, step.day);
    if (version == nullptr) continue;
    const auto next = NextIn(book, step, *version, day);
    if (next.empty()) {
      if (version->valid_from > day) {
        gathering.Unknown(step.code, version->valid_from);
      } else {
        step.extent = Joined(step.extent, Kept(book, step.code, day, step.day));
        gathering.Found(step);
      }
      continue;
    }
    const absl::CivilDay turn = next[0]->day;
    for (const Succession* one : next) {
      gathering.Follow(
          {one->predecessor, turn - 1, Joined(step.extent, one->extent)});
    }
    if (turn > version->valid_from) {
      gathering.Follow(
          {step.code, turn - 1,
           Joined(step.extent, Kept(book, step.code, turn - 1, step.day))});
    }
  }
  return gathering.Told();
}

Fate FateOf(const AreaBook& book, const Area& version) {
  if (!version.valid_to) return Fate::kGoesOn;
  Fate fate = Fate::kUnknown;
  for (const Succession& one : book.successions().From(version.code)) {
    if (one.day != *version.valid_to) continue;
    if (one.extent == Extent::kWhole) return Fate::kPassed;
    fate = Fate::kDivided;
  }
  return fate;
}

}  // namespace rasoat::registry
