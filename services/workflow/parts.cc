#include "services/workflow/parts.h"

#include <utility>

#include "services/common/feed/feed.h"
#include "services/common/log/log.h"
#include "services/common/server/settings.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/workflow/follow/registry_applier.h"
#include "services/workflow/follow/scoring_applier.h"
#include "services/workflow/sign_in/sign_in.h"
#include "services/workflow/store/mysql_read_model_store.h"

namespace rasoat::workflow {
namespace {

constexpr absl::Duration kTreeLimit = absl::Seconds(5);
constexpr absl::Duration kAccountLimit = absl::Seconds(5);
constexpr absl::Duration kRebuildLimit = absl::Minutes(30);

}  // namespace

access::StoredAreaTree::Load LinesOf(ReadModelStore& store,
                                     const Clock& clock) {
  return [&store, &clock]() -> absl::StatusOr<std::vector<access::AreaParent>> {
    RASOAT_ASSIGN_OR_RETURN(std::vector<AreaLine> lines,
                            store.Tree(clock.Now() + kTreeLimit));
    std::vector<access::AreaParent> parents;
    parents.reserve(lines.size());
    for (AreaLine& line : lines) {
      parents.push_back({.area = std::move(line.area.value),
                         .parent = std::move(line.parent.value)});
    }
    return parents;
  };
}

std::function<absl::Status()> FirstAccountCheck(const Settings& settings,
                                                AccountStore& accounts,
                                                Passwords& passwords,
                                                const Clock& clock) {
  const bool asked =
      !settings.admin_account.empty() && !settings.admin_password.empty();
  return [&, settled = !asked]() mutable -> absl::Status {
    if (settled) return absl::OkStatus();
    RASOAT_ASSIGN_OR_RETURN(
        const bool made,
        MakeFirstAccount(accounts, passwords, settings.admin_account,
                         settings.admin_password, clock.Now() + kAccountLimit));
    settled = true;
    if (made) log::Line("first_account_made").Write();
    return absl::OkStatus();
  };
}

absl::Status Rebuild(const config::Env& env,
                     const std::vector<std::string>& words) {
  RASOAT_ASSIGN_OR_RETURN(const server::DatabaseSettings database,
                          server::DatabaseSettings::Read(env, "workflow"));
  SystemClock clock;
  mysql::Pool pool(database.pool);
  feed::Feed feed(pool, clock);
  MySqlReadModelStore store(pool);
  RegistryApplier registry(store);
  ScoringApplier scoring(store);
  const std::string name = words.size() == 1 ? words.front() : "";
  if (name != RegistryApplier::kName && name != ScoringApplier::kName) {
    return Error(absl::StatusCode::kInvalidArgument, "FOLLOWER_UNKNOWN",
                 "say which follower to rebuild: workflowd rebuild registry, "
                 "or workflowd rebuild scoring");
  }
  feed::Applier& applier = name == RegistryApplier::kName
                               ? static_cast<feed::Applier&>(registry)
                               : scoring;
  return feed::Rebuild(feed, clock.Now() + kRebuildLimit, name, applier);
}

}  // namespace rasoat::workflow
