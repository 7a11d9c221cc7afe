// The three feeds that reporting follows, as main() needs them.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/config/env.h"
#include "services/common/feed/feed.h"
#include "services/common/feed/follower.h"
#include "services/common/metrics/metrics.h"
#include "services/reporting/follow/lags.h"
#include "services/reporting/follow/ledger_applier.h"
#include "services/reporting/store/mysql_ledger.h"

namespace rasoat::reporting {

/// The service's name; its capitals are the prefix of its settings.
inline constexpr char kName[] = "reporting";

/// The followers of registry, scoring and workflow.
class Followers {
 public:
  /// Reads REGISTRY_ADDRESS, SCORING_ADDRESS and WORKFLOW_ADDRESS. `holder`
  /// names this process among the replicas, `token` is sent upstream. What it
  /// is given must outlive it.
  ///
  /// Errors: SETTING_MISSING; those of rpc::Tls::FromEnv.
  static absl::StatusOr<std::unique_ptr<Followers>> Make(
      const config::Env& env, feed::Feed& feed, metrics::Registry& metrics,
      const std::string& holder, std::function<std::string()> token);

  void Start();
  const Lags& lags() const { return lags_; }

 private:
  std::vector<std::unique_ptr<MySqlLedger>> ledgers_;
  std::vector<std::unique_ptr<LedgerApplier>> appliers_;    // use ledgers_
  std::vector<std::unique_ptr<feed::Follower>> followers_;  // use appliers_
  Lags lags_;
};

/// The sub-command `rebuild registry|scoring|workflow`: has that feed counted
/// again from its first change. Safe while replicas serve; figures are
/// incomplete, and say so, until it has caught up.
///
/// Errors: INVALID_ARGUMENT FOLLOWER_UNKNOWN; the database's.
absl::Status RebuildCommand(const config::Env& env,
                            const std::vector<std::string>& words);

}  // namespace rasoat::reporting
