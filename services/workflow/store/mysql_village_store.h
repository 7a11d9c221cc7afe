#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "services/common/feed/feed.h"
#include "services/workflow/store/mysql_rounds.h"
#include "services/workflow/store/village_store.h"

namespace rasoat::workflow {

/// Keeps villages in MySQL. `feed` and `rounds` must outlive it.
class MySqlVillageStore final : public VillageStore {
 public:
  MySqlVillageStore(feed::Feed& feed, MySqlRounds& rounds)
      : feed_(feed), rounds_(rounds) {}

  absl::StatusOr<Village> Get(const VillageName& name,
                              absl::Time deadline) override;
  absl::StatusOr<std::vector<Village>> List(
      const RoundId& round, const AreaCode& area,
      const std::optional<AreaCode>& after, int most,
      absl::Time deadline) override;
  absl::StatusOr<Village> Move(const VillageName& name,
                               std::optional<std::int64_t> seen,
                               const Change& change,
                               absl::Time deadline) override;

 private:
  feed::Feed& feed_;
  MySqlRounds& rounds_;
};

}  // namespace rasoat::workflow
