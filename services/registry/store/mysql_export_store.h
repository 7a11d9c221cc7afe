#pragma once

#include "services/common/mysql/pool.h"
#include "services/registry/store/export_store.h"
#include "services/registry/store/mysql_household_rows.h"

namespace rasoat::registry {

/// ExportStore over the table `household`, in one read-only transaction with a
/// consistent snapshot.
class MySqlExportStore final : public ExportStore {
 public:
  /// Both must outlive it.
  MySqlExportStore(mysql::Pool& pool, const MySqlHouseholdRows& rows)
      : pool_(pool), rows_(rows) {}

  absl::Status Walk(absl::FunctionRef<absl::StatusOr<std::vector<AreaCode>>(
                        const std::vector<VillageCount>&)>
                        begin,
                    absl::FunctionRef<absl::Status(const Household&)> each,
                    absl::Time deadline) override;
  absl::Status WalkSome(const ExportFilter& filter,
                        absl::FunctionRef<bool(const AreaCode&)> within,
                        absl::FunctionRef<absl::Status(std::int64_t)> begin,
                        absl::FunctionRef<absl::Status(const Household&)> each,
                        absl::Time deadline) override;

 private:
  mysql::Pool& pool_;
  const MySqlHouseholdRows& rows_;
};

}  // namespace rasoat::registry
