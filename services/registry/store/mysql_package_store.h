#pragma once

#include <vector>

#include "services/common/mysql/pool.h"
#include "services/registry/store/package_store.h"

namespace rasoat::registry {

/// Reads the feed's table by village, and the tables `household` and `survey`.
/// The pool must outlive it.
class MySqlPackageStore final : public PackageStore {
 public:
  explicit MySqlPackageStore(mysql::Pool& pool) : pool_(pool) {}

  absl::StatusOr<std::int64_t> Position(absl::Time deadline) override;
  absl::StatusOr<VillageChanges> ChangesIn(const AreaCode& village,
                                           std::int64_t after,
                                           std::int64_t up_to, int limit,
                                           absl::Time deadline) override;
  absl::StatusOr<std::vector<HouseholdId>> SurveyedElsewhere(
      const AreaCode& village, const HouseholdId& after, int limit,
      absl::Time deadline) override;
  absl::StatusOr<std::vector<SurveyNote>> NewestSurveys(
      absl::Span<const HouseholdId> households, absl::Time deadline) override;

 private:
  mysql::Pool& pool_;
};

}  // namespace rasoat::registry
