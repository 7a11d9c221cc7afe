#pragma once

#include <vector>

#include "services/common/mysql/pool.h"
#include "services/workflow/store/read_model_store.h"

namespace rasoat::workflow {

/// Keeps the followed facts in MySQL. `pool` must outlive it.
class MySqlReadModelStore final : public ReadModelStore {
 public:
  explicit MySqlReadModelStore(mysql::Pool& pool) : pool_(pool) {}

  absl::Status PutAreas(mysql::Transaction& tx,
                        absl::Span<const AreaVersion> areas) override;
  absl::Status PutHouseholds(mysql::Transaction& tx,
                             absl::Span<const HouseholdPlace> places) override;
  absl::Status PutAssessments(mysql::Transaction& tx,
                              absl::Span<const AssessmentMark> marks) override;
  absl::Status PutRoundStandards(
      mysql::Transaction& tx,
      absl::Span<const RoundStandards> standards) override;
  absl::Status ForgetRegistry(mysql::Transaction& tx) override;
  absl::Status ForgetScoring(mysql::Transaction& tx) override;
  absl::StatusOr<std::vector<AreaLine>> Tree(absl::Time deadline) override;

 private:
  mysql::Pool& pool_;
};

}  // namespace rasoat::workflow
