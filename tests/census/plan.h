#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "tests/census/world.h"

namespace rasoat::census {

/// What one village does, and when; a day is absent for what it has not
/// reached.
struct VillagePlan {
  absl::CivilDay listed;                 ///< step 1 completed
  std::optional<absl::CivilDay> scored;  ///< step 2 completed
  std::optional<absl::CivilDay> met;     ///< step 3 completed: the meeting
  std::optional<absl::CivilDay> posted;  ///< step 4 started
  int households = 0;
  /// The first `visited` households have a survey; all of them once scored.
  int visited = 0;
};

/// A training class and the people in it, as indexes into Plan::staff.
struct ClassPlan {
  std::string id;
  std::string organizer;  ///< area code
  bool online = false;
  absl::CivilDay first_day;
  absl::CivilDay last_day;
  std::vector<int> attendees;
};

enum class Post { kCommittee, kTeam, kReviewer };

struct StaffPlan {
  std::string id;
  std::string area;
  Post post = Post::kReviewer;
  bool male = false;
};

struct MilestonePlan {
  std::string area;
  std::string kind;  ///< a kind of the procedure general-review-2021
  absl::CivilDay day;
};

/// What the census is asked to be. The defaults are what the committee of Bắc
/// Giang was told on 13/10/2021.
struct Figures {
  std::uint64_t seed = 2021;
  int villages = 2127;
  int households_per_village = 20;
  /// In all; 0 means `households_per_village` everywhere.
  int households_in_all = 0;
  int scored = 1982;
  int met = 1019;
  int posted = 408;
  int classes = 10;
  int delegates = 558;
  /// 0 means everybody with a post.
  int trained = 12143;
};

/// Everything that happens in the census, drawn from the seed.
struct Plan {
  std::string round = "bac-giang-2021";
  absl::CivilDay first_day{2021, 8, 1};
  absl::CivilDay last_day{2021, 12, 31};
  std::vector<VillagePlan> villages;  ///< beside World::villages
  std::vector<StaffPlan> staff;
  std::vector<ClassPlan> classes;
  std::vector<MilestonePlan> milestones;
};

/// Draws the plan.
///
/// Errors:
///   INVALID_ARGUMENT  FIGURES_DO_NOT_FIT  posted > met, met > scored, scored >
///       villages; more delegates, or fewer trained, than there are posts
absl::StatusOr<Plan> MakePlan(const World& world, const Figures& figures);

}  // namespace rasoat::census
