#include "services/reporting/followers.h"

#include <algorithm>
#include <array>
#include <utility>

#include "services/common/rpc/channel.h"
#include "services/common/rpc/tls.h"
#include "services/common/server/settings.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace rasoat::reporting {
namespace {

struct Followed {
  const char* service;
  const char* address;  ///< the setting
  const char* method;
  std::vector<std::string> kinds;
  bool tells_rounds;
};

const std::array<Followed, 3>& AllFollowed() {
  static const auto* const all = new std::array<Followed, 3>{{
      {"registry",
       "REGISTRY_ADDRESS",
       "/rasoat.registry.v1.RegistryFeed/Watch",
       {"rasoat.registry.v1.HouseholdState"},
       false},
      {"scoring",
       "SCORING_ADDRESS",
       "/rasoat.scoring.v1.ScoringFeed/Watch",
       {"rasoat.scoring.v1.AssessmentState"},
       false},
      {"workflow",
       "WORKFLOW_ADDRESS",
       "/rasoat.workflow.v1.WorkflowFeed/Watch",
       {},
       true},
  }};
  return *all;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Followers>> Followers::Make(
    const config::Env& env, feed::Feed& feed, metrics::Registry& metrics,
    const std::string& holder, std::function<std::string()> token) {
  RASOAT_ASSIGN_OR_RETURN(const rpc::Tls tls, rpc::Tls::FromEnv(env));
  auto all = std::make_unique<Followers>();
  for (const Followed& followed : AllFollowed()) {
    RASOAT_ASSIGN_OR_RETURN(const std::string address,
                            env.Require(followed.address));
    MySqlLedger& ledger = *all->ledgers_.emplace_back(
        std::make_unique<MySqlLedger>(followed.service));
    LedgerApplier& applier = *all->appliers_.emplace_back(
        std::make_unique<LedgerApplier>(ledger, followed.tells_rounds));
    feed::Follower& follower =
        *all->followers_.emplace_back(std::make_unique<feed::Follower>(
            feed, rpc::MakeChannel(address, tls), applier, metrics,
            feed::FollowerOptions{.name = followed.service,
                                  .method = followed.method,
                                  .kinds = followed.kinds,
                                  .holder = holder,
                                  .token = token}));
    all->lags_.Add(followed.service, [&follower] { return follower.Status(); });
  }
  return all;
}

void Followers::Start() {
  for (auto& follower : followers_) follower->Start();
}

absl::Status RebuildCommand(const config::Env& env,
                            const std::vector<std::string>& words) {
  const auto& all = AllFollowed();
  const auto followed =
      std::find_if(all.begin(), all.end(), [&](const Followed& f) {
        return words == std::vector<std::string>{f.service};
      });
  if (followed == all.end()) {
    return Error(absl::StatusCode::kInvalidArgument, "FOLLOWER_UNKNOWN",
                 "say what to count again: rebuild registry, rebuild scoring "
                 "or rebuild workflow");
  }
  RASOAT_ASSIGN_OR_RETURN(const auto database,
                          server::DatabaseSettings::Read(env, kName));
  SystemClock clock;
  mysql::Pool pool(database.pool);
  feed::Feed feed(pool, clock);
  MySqlLedger ledger(followed->service);
  LedgerApplier applier(ledger, followed->tells_rounds);
  return feed::Rebuild(feed, clock.Now() + absl::Minutes(30), followed->service,
                       applier);
}

}  // namespace rasoat::reporting
