#pragma once

#include <optional>

#include "services/common/mysql/pool.h"
#include "services/registry/store/duplicate_scan_store.h"

namespace rasoat::registry {

/// Keeps the table `duplicate_scan`. The pool must outlive it.
class MySqlDuplicateScanStore final : public DuplicateScanStore {
 public:
  explicit MySqlDuplicateScanStore(mysql::Pool& pool) : pool_(pool) {}

  absl::Status Enroll(absl::Span<const AreaCode> communes, absl::Time first,
                      absl::Time deadline) override;
  absl::StatusOr<std::optional<ScanTurn>> Claim(const Ulid& holder,
                                                absl::Time now,
                                                absl::Time lease_end,
                                                absl::Time deadline) override;
  absl::Status Done(const ScanTurn& turn, const Ulid& holder, absl::Time next,
                    absl::Time deadline) override;

 private:
  mysql::Pool& pool_;
};

}  // namespace rasoat::registry
