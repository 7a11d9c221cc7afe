#pragma once

#include <optional>
#include <vector>

#include "services/common/mysql/transaction.h"
#include "services/workflow/store/staff_store.h"

namespace rasoat::workflow {

/// Keeps the roster in MySQL. `pool` must outlive it.
class MySqlStaffStore final : public StaffStore {
 public:
  explicit MySqlStaffStore(mysql::Pool& pool) : pool_(pool) {}

  absl::StatusOr<int> Add(absl::Span<const Staff> staff,
                          absl::Time deadline) override;
  absl::StatusOr<Staff> Get(const StaffId& id, absl::Time deadline) override;
  absl::StatusOr<std::vector<Staff>> List(const AreaCode& area,
                                          const std::optional<StaffId>& after,
                                          int most,
                                          absl::Time deadline) override;

 private:
  mysql::Pool& pool_;
};

/// Adds people with their grants; for stores that add people.
absl::Status InsertStaff(mysql::Transaction& tx,
                         absl::Span<const Staff* const> staff);

/// STAFF_NOT_FOUND.
absl::Status StaffNotFound();

}  // namespace rasoat::workflow
