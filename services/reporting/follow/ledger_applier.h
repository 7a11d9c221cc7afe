#pragma once

#include "services/common/feed/follower.h"
#include "services/reporting/store/ledger.h"

namespace rasoat::reporting {

/// Posts what the feed of another service tells to the ledger. One for each of
/// the three feeds.
class LedgerApplier final : public feed::Applier {
 public:
  /// `tells_rounds`: Reset() takes the rounds out as well. `ledger` must
  /// outlive it.
  LedgerApplier(Ledger& ledger, bool tells_rounds)
      : ledger_(ledger), tells_rounds_(tells_rounds) {}

  absl::Status Apply(mysql::Transaction& tx, feed::Changes& out,
                     absl::Span<const feed::Change> changes) override;
  absl::Status Reset(mysql::Transaction& tx) override;

 private:
  Ledger& ledger_;
  const bool tells_rounds_;
};

}  // namespace rasoat::reporting
