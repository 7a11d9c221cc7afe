#pragma once

#include <string>
#include <vector>

#include "services/common/mysql/pool.h"
#include "services/reporting/store/progress_store.h"

namespace rasoat::reporting {

class MySqlProgressStore final : public ProgressStore {
 public:
  /// `pool` must outlive it.
  explicit MySqlProgressStore(mysql::Pool& pool) : pool_(pool) {}

  absl::StatusOr<std::string> ReadRound(absl::string_view round,
                                        absl::Time deadline) override;
  absl::StatusOr<Figures> ReadFigures(absl::string_view round,
                                      const std::string& area,
                                      absl::string_view tier,
                                      absl::CivilDay as_of,
                                      absl::Time deadline) override;
  absl::StatusOr<std::vector<UnitParent>> ReadTree(
      absl::Time deadline) override;

 private:
  mysql::Pool& pool_;
};

}  // namespace rasoat::reporting
