#pragma once

#include "services/common/mysql/pool.h"
#include "services/registry/store/legal_hold_store.h"

namespace rasoat::registry {

/// The holds in the table `legal_hold`, former ones in
/// `legal_hold_past`. Thread safe; the pool must outlive it.
class MySqlLegalHolds final : public LegalHoldStore {
 public:
  explicit MySqlLegalHolds(mysql::Pool& pool) : pool_(pool) {}

  absl::StatusOr<LegalHold> Hold(const LegalHold& hold,
                                 absl::Time deadline) override;
  absl::StatusOr<std::vector<LegalHold>> List(const HoldFilter& filter,
                                              int limit,
                                              absl::Time deadline) override;
  absl::Status Release(const HoldRelease& release,
                       absl::Time deadline) override;
  absl::StatusOr<std::vector<PastHold>> Past(const HouseholdId& household,
                                             int limit,
                                             absl::Time deadline) override;

 private:
  mysql::Pool& pool_;
};

}  // namespace rasoat::registry
