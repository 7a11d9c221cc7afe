#include "tests/census/plan.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_format.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "tests/census/chance.h"

namespace rasoat::census {
namespace {

using absl::CivilDay;

constexpr CivilDay kToldOn(2021, 10, 10);
constexpr CivilDay kPreparedBy(2021, 8, 30);
constexpr CivilDay kClassesFrom(2021, 9, 8);
constexpr CivilDay kClassesTo(2021, 9, 20);
constexpr CivilDay kTrainedBy(2021, 9, 21);

constexpr int kTeamOfVillage = 3;
constexpr int kReviewersOfVillage = 2;
constexpr int kCommitteeOfCommune = 7;
constexpr int kCommitteeOfDistrict = 4;

absl::Status DoNotFit(absl::string_view why) {
  return Error(absl::StatusCode::kInvalidArgument, "FIGURES_DO_NOT_FIT", why);
}

CivilDay DayBetween(Chance& chance, CivilDay from, CivilDay to) {
  return from + chance.Between(0, static_cast<int>(to - from));
}

void PlanVillages(const World& world, const Figures& f, Plan& plan) {
  const int n = static_cast<int>(world.villages.size());
  // A village further on in this order is no further in the census.
  const std::vector<int> order = Shuffled(f.seed, "progress", n);
  plan.villages.resize(n);
  for (int rank = 0; rank < n; ++rank) {
    const int at = order[rank];
    Chance chance(f.seed, "village", at);
    VillagePlan& v = plan.villages[at];
    v.households = f.households_in_all > 0 ? f.households_in_all / n +
                                                 (at < f.households_in_all % n)
                                           : f.households_per_village;
    v.visited = v.households;
    v.listed = DayBetween(chance, CivilDay(2021, 9, 21), CivilDay(2021, 9, 24));
    if (rank >= f.scored) {
      v.visited = v.households * chance.Between(30, 90) / 100;
      continue;
    }
    v.scored = DayBetween(chance, CivilDay(2021, 9, 27), CivilDay(2021, 10, 6));
    if (rank >= f.met) continue;
    v.met = DayBetween(chance, *v.scored + 1, kToldOn - 2);
    if (rank >= f.posted) continue;
    v.posted = DayBetween(chance, *v.met + 1, kToldOn);
  }
}

void AddStaff(Plan& plan, const Unit& unit, Post post, int count,
              std::uint64_t seed) {
  const char* name = post == Post::kCommittee ? "bcd"
                     : post == Post::kTeam    ? "to"
                                              : "dtv";
  for (int i = 1; i <= count; ++i) {
    Chance chance(seed, "staff", plan.staff.size());
    plan.staff.push_back({absl::StrFormat("%s-%s-%02d", name, unit.code, i),
                          unit.code, post, chance.Percent(60)});
  }
}

/// Villages' teams and reviewers, communes' committees; what is then missing
/// to the number trained sits in the districts' committees.
absl::Status PlanStaff(const World& world, const Figures& f, Plan& plan) {
  for (const Unit& v : world.villages) {
    AddStaff(plan, v, Post::kTeam, kTeamOfVillage, f.seed);
    AddStaff(plan, v, Post::kReviewer, kReviewersOfVillage, f.seed);
  }
  for (const Unit& c : world.communes) {
    AddStaff(plan, c, Post::kCommittee, kCommitteeOfCommune, f.seed);
  }
  const int districts = static_cast<int>(world.districts.size());
  const int left = f.trained > 0
                       ? f.trained - static_cast<int>(plan.staff.size())
                       : kCommitteeOfDistrict * districts;
  if (left < districts) return DoNotFit("fewer trained than there are posts");
  for (int d = 0; d < districts; ++d) {
    AddStaff(plan, world.districts[d], Post::kCommittee,
             left / districts + (d < left % districts), f.seed);
  }
  return absl::OkStatus();
}

bool IsDistrictCommittee(const StaffPlan& s) { return s.area.size() == 3; }
bool IsCommuneCommittee(const StaffPlan& s) { return s.area.size() == 5; }

/// The delegates: the districts' committees, then the first of each commune's,
/// the second, and so on, until there are enough.
absl::StatusOr<std::vector<int>> Delegates(const Plan& plan, int wanted) {
  std::vector<int> delegates;
  for (int place = 0; static_cast<int>(delegates.size()) < wanted; ++place) {
    if (place > kCommitteeOfCommune)
      return DoNotFit("more delegates than posts");
    for (std::size_t i = 0; i < plan.staff.size(); ++i) {
      const StaffPlan& s = plan.staff[i];
      const bool first_round = place == 0;
      const int nth = s.id.back() - '0';
      const bool now = first_round ? IsDistrictCommittee(s)
                                   : IsCommuneCommittee(s) && nth == place;
      if (now && static_cast<int>(delegates.size()) < wanted) {
        delegates.push_back(static_cast<int>(i));
      }
    }
  }
  return delegates;
}

/// The province's classes for the delegates, half of them online; then one
/// class a commune for everybody else who works there.
absl::Status PlanClasses(const World& world, const Figures& f, Plan& plan) {
  RASOAT_ASSIGN_OR_RETURN(const std::vector<int> delegates,
                          Delegates(plan, f.delegates));
  for (int c = 0; c < f.classes; ++c) {
    // The first class begins on the first day, the last one ends on the last.
    const int span = static_cast<int>(kClassesTo - kClassesFrom);
    const CivilDay last = kClassesFrom + (c + 1) * span / f.classes;
    plan.classes.push_back({.id = absl::StrFormat("tinh-%02d", c + 1),
                            .organizer = world.province.code,
                            .online = c % 2 == 1,
                            .first_day = c == 0 ? kClassesFrom : last,
                            .last_day = last});
  }
  std::vector<bool> delegate(plan.staff.size());
  for (std::size_t i = 0; i < delegates.size(); ++i) {
    plan.classes[i % f.classes].attendees.push_back(delegates[i]);
    delegate[delegates[i]] = true;
  }
  absl::flat_hash_map<std::string, std::size_t> class_of_commune;
  for (std::size_t c = 0; c < world.communes.size(); ++c) {
    const std::string& code = world.communes[c].code;
    Chance chance(f.seed, "class", c);
    const CivilDay day =
        c == 0 ? kTrainedBy
               : DayBetween(chance, CivilDay(2021, 9, 12), kTrainedBy);
    class_of_commune[code] = plan.classes.size();
    plan.classes.push_back({.id = "xa-" + code,
                            .organizer = code,
                            .online = false,
                            .first_day = day,
                            .last_day = day});
  }
  for (std::size_t i = 0; i < plan.staff.size(); ++i) {
    if (delegate[i]) continue;
    // Districts' members beyond the delegates go to their first commune's
    // class.
    auto it = class_of_commune.find(plan.staff[i].area.substr(0, 5));
    const std::size_t at = it != class_of_commune.end()
                               ? it->second
                               : static_cast<std::size_t>(f.classes);
    plan.classes[at].attendees.push_back(static_cast<int>(i));
  }
  return absl::OkStatus();
}

void PlanMilestones(const World& world, const Figures& f, Plan& plan) {
  auto reach = [&](const std::vector<Unit>& units, const char* kind) {
    for (std::size_t i = 0; i < units.size(); ++i) {
      Chance chance(f.seed, kind, i);
      // The last one is made on the last day, so that "by 30/8" is not vacuous.
      const CivilDay day =
          i + 1 == units.size()
              ? kPreparedBy
              : DayBetween(chance, CivilDay(2021, 8, 10), kPreparedBy);
      plan.milestones.push_back({units[i].code, kind, day});
    }
  };
  reach(world.districts, "district-plan");
  reach(world.districts, "district-committee");
  reach(world.districts, "district-supervisors");
  reach(world.communes, "commune-committee");
  reach(world.villages, "village-team");
}

}  // namespace

absl::StatusOr<Plan> MakePlan(const World& world, const Figures& figures) {
  const Figures& f = figures;
  if (f.posted > f.met || f.met > f.scored || f.scored > f.villages) {
    return DoNotFit("posted, met, scored and villages must rise");
  }
  Plan plan;
  PlanVillages(world, figures, plan);
  RASOAT_RETURN_IF_ERROR(PlanStaff(world, figures, plan));
  RASOAT_RETURN_IF_ERROR(PlanClasses(world, figures, plan));
  PlanMilestones(world, figures, plan);
  return plan;
}

}  // namespace rasoat::census
