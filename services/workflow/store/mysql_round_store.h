#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "services/common/feed/feed.h"
#include "services/workflow/store/mysql_rounds.h"
#include "services/workflow/store/round_store.h"

namespace rasoat::workflow {

/// Keeps rounds in MySQL. `feed` and `rounds` must outlive it.
class MySqlRoundStore final : public RoundStore {
 public:
  MySqlRoundStore(feed::Feed& feed, MySqlRounds& rounds)
      : feed_(feed), rounds_(rounds) {}

  absl::StatusOr<Found> Open(const RoundPlan& plan,
                             std::shared_ptr<const ProcedureVersion> procedure,
                             absl::Time now, absl::Time deadline) override;
  absl::StatusOr<Found> Get(const RoundId& id, absl::Time deadline) override;
  absl::StatusOr<std::vector<Found>> List(const std::optional<Place>& after,
                                          int most,
                                          absl::Time deadline) override;

 private:
  feed::Feed& feed_;
  MySqlRounds& rounds_;
};

}  // namespace rasoat::workflow
