#pragma once

#include <string>
#include <vector>

#include "services/common/feed/feed.h"
#include "services/registry/store/household_store.h"
#include "services/registry/store/mysql_household_rows.h"
#include "services/registry/store/record_codec.h"

namespace rasoat::registry {

/// Keeps households in the tables `household` and `household_past`. The feed,
/// through whose pool it reads, the rows and the codec must outlive it.
class MySqlHouseholdStore final : public HouseholdStore {
 public:
  MySqlHouseholdStore(feed::Feed& feed, const MySqlHouseholdRows& rows,
                      const RecordCodec& codec)
      : feed_(feed), rows_(rows), codec_(codec) {}

  absl::StatusOr<Household> Get(const HouseholdId& id,
                                absl::Time deadline) override;
  absl::StatusOr<absl::flat_hash_map<HouseholdId, Household>> GetMany(
      absl::Span<const HouseholdId> ids, absl::Time deadline) override;
  absl::StatusOr<std::vector<Household>> List(const HouseholdFilter& filter,
                                              const HouseholdPlace& after,
                                              int limit,
                                              absl::Time deadline) override;
  absl::StatusOr<std::vector<Household>> History(const HouseholdId& id,
                                                 std::int64_t before, int limit,
                                                 absl::Time deadline) override;
  absl::StatusOr<AreaCode> VillageOf(const HouseholdId& id,
                                     absl::Time deadline) override;
  absl::StatusOr<Household> Update(const HouseholdId& id, Change change,
                                   absl::Time deadline) override;
  absl::StatusOr<std::vector<Household>> Record(const HouseholdRequest& request,
                                                Decide decide,
                                                absl::Time deadline) override;

 private:
  absl::StatusOr<std::vector<Household>> ByRequest(
      mysql::Transaction& tx, const Household& household,
      const std::string& print) const;

  feed::Feed& feed_;
  const MySqlHouseholdRows& rows_;
  const RecordCodec& codec_;
};

}  // namespace rasoat::registry
