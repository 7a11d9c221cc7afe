// The parts of scoringd that are neither a rule nor a call: what main() puts
// between them.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/common/access/area_tree.h"
#include "services/common/access/signer.h"
#include "services/common/clock/clock.h"
#include "services/common/config/env.h"
#include "services/common/feed/follower.h"
#include "services/common/feed/watch.h"
#include "services/common/ids/ulid.h"
#include "services/scoring/simulation/census_keeper.h"
#include "services/scoring/store/assessment_store.h"

namespace rasoat::scoring {

/// The service's name; its capitals are the prefix of its settings.
inline constexpr char kName[] = "scoring";

/// Reads the area tree from the store. Both must outlive it.
access::StoredAreaTree::Load LinesOf(AssessmentStore& store,
                                     const Clock& clock);

/// Asks the tree on behalf of feed streams. The tree must outlive it.
feed::WatchSource::Contains ContainsOf(access::AreaTree& tree);

/// How the registry is followed: by its areas, households and surveys, in this
/// service's own name. `token` must outlive the follower.
feed::FollowerOptions RegistryFeed(IdSource& ids, access::OwnToken& token);

/// How simulations are run here.
struct SimulationSettings {
  std::string area;  ///< SCORING_SIMULATION_AREA: the only one held, or empty.
  int threads = 2;   ///< SCORING_SIMULATION_THREADS, 1 to 64.
  int rounds = 2;    ///< SCORING_SIMULATION_ROUNDS in memory, 1 to 16.

  /// Errors: INVALID_ARGUMENT of a setting out of its range.
  static absl::StatusOr<SimulationSettings> Read(const config::Env& env);

  /// The tree must outlive whoever has them.
  CensusKeeper::Options KeeperOptions(access::AreaTree& tree) const;
};

/// The sub-command `rebuild registry`: has the follower start again from the
/// registry's first change. Safe while replicas serve.
///
/// Errors: INVALID_ARGUMENT FOLLOWER_UNKNOWN; the database's.
absl::Status Rebuild(const config::Env& env,
                     const std::vector<std::string>& words);

}  // namespace rasoat::scoring
