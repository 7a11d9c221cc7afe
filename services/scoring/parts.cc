#include "services/scoring/parts.h"

#include "services/common/server/settings.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/scoring/follow/registry_applier.h"
#include "services/scoring/store/mysql_assessment_writer.h"

namespace rasoat::scoring {

access::StoredAreaTree::Load LinesOf(AssessmentStore& store,
                                     const Clock& clock) {
  return [&store, &clock]() -> absl::StatusOr<std::vector<access::AreaParent>> {
    RASOAT_ASSIGN_OR_RETURN(const std::vector<AreaLine> lines,
                            store.AreaLines(clock.Now() + absl::Seconds(2)));
    std::vector<access::AreaParent> parents;
    parents.reserve(lines.size());
    for (const AreaLine& line : lines) {
      parents.push_back({.area = line.area, .parent = line.parent});
    }
    return parents;
  };
}

feed::WatchSource::Contains ContainsOf(access::AreaTree& tree) {
  return [&tree](absl::string_view above, absl::string_view below) {
    return tree.Contains(above, below);
  };
}

feed::FollowerOptions RegistryFeed(IdSource& ids, access::OwnToken& token) {
  return {.name = RegistryApplier::kName,
          .method = "/rasoat.registry.v1.RegistryFeed/Watch",
          .kinds = {"rasoat.registry.v1.AreaState",
                    "rasoat.registry.v1.HouseholdState",
                    "rasoat.registry.v1.SurveyState"},
          .holder = ids.Next().ToString(),
          .token = [&token] { return token.Current(); },
          .prepares_ahead = true};
}

absl::StatusOr<SimulationSettings> SimulationSettings::Read(
    const config::Env& env) {
  SimulationSettings settings;
  settings.area = env.Get("SCORING_SIMULATION_AREA", "");
  RASOAT_ASSIGN_OR_RETURN(settings.threads,
                          env.Int("SCORING_SIMULATION_THREADS", 2, 1, 64));
  RASOAT_ASSIGN_OR_RETURN(settings.rounds,
                          env.Int("SCORING_SIMULATION_ROUNDS", 2, 1, 16));
  return settings;
}

CensusKeeper::Options SimulationSettings::KeeperOptions(
    access::AreaTree& tree) const {
  CensusKeeper::Options options;
  options.most_rounds = static_cast<std::size_t>(rounds);
  if (!area.empty()) {
    options.holds = [&tree, area = area](const std::string& village) {
      return tree.Contains(area, village);
    };
  }
  return options;
}

absl::Status Rebuild(const config::Env& env,
                     const std::vector<std::string>& words) {
  if (words != std::vector<std::string>{RegistryApplier::kName}) {
    return Error(absl::StatusCode::kInvalidArgument, "FOLLOWER_UNKNOWN",
                 "say which follower to rebuild: scoringd rebuild registry");
  }
  RASOAT_ASSIGN_OR_RETURN(const auto settings,
                          server::DatabaseSettings::Read(env, kName));
  SystemClock clock;
  mysql::Pool pool(settings.pool);
  feed::Feed feed(pool, clock);
  MySqlAssessmentWriter writer;
  const Catalogue none;
  Assessor assessor(none, writer, clock);
  RegistryApplier applier(writer, assessor);
  return feed::Rebuild(feed, clock.Now() + absl::Minutes(30),
                       RegistryApplier::kName, applier);
}

}  // namespace rasoat::scoring
