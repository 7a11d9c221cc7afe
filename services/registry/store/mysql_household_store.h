#pragma once

#include <vector>

#include "services/common/feed/feed.h"
#include "services/registry/store/household_store.h"
#include "services/registry/store/record_codec.h"

namespace rasoat::registry {

/// Keeps households in the tables `household` and `member`. The feed, through
/// whose pool it reads, and the codec must outlive it.
class MySqlHouseholdStore final : public HouseholdStore {
 public:
  MySqlHouseholdStore(feed::Feed& feed, const RecordCodec& codec)
      : feed_(feed), codec_(codec) {}

  absl::StatusOr<Household> Get(const HouseholdId& id,
                                absl::Time deadline) override;
  absl::StatusOr<absl::flat_hash_map<HouseholdId, Household>> GetMany(
      absl::Span<const HouseholdId> ids, absl::Time deadline) override;
  absl::StatusOr<std::vector<Household>> List(const AreaCode& village,
                                              std::int64_t after, int limit,
                                              absl::Time deadline) override;
  absl::StatusOr<AreaCode> VillageOf(const HouseholdId& id,
                                     absl::Time deadline) override;
  absl::StatusOr<Household> Update(const HouseholdId& id, Change change,
                                   absl::Time deadline) override;

 private:
  feed::Feed& feed_;
  const RecordCodec& codec_;
};

}  // namespace rasoat::registry
