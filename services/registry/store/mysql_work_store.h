#pragma once

#include <vector>

#include "services/common/mysql/pool.h"
#include "services/registry/store/work_store.h"

namespace rasoat::registry {

/// Joins the tables `household` and `survey`, a village at a time. The pool
/// must outlive it.
class MySqlWorkStore final : public WorkStore {
 public:
  explicit MySqlWorkStore(mysql::Pool& pool) : pool_(pool) {}

  absl::StatusOr<std::vector<WorkNote>> List(const WorkFilter& filter,
                                             const WorkPlace& after, int limit,
                                             absl::Time deadline) override;
  absl::StatusOr<WorkSummary> Count(const WorkFilter& filter,
                                    absl::Time deadline) override;

 private:
  mysql::Pool& pool_;
};

}  // namespace rasoat::registry
