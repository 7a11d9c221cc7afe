#pragma once

#include <optional>

#include "services/common/mysql/transaction.h"
#include "services/workflow/store/account_store.h"

namespace rasoat::workflow {

/// Keeps accounts in MySQL. `pool` must outlive it.
class MySqlAccountStore final : public AccountStore {
 public:
  explicit MySqlAccountStore(mysql::Pool& pool) : pool_(pool) {}

  absl::Status Set(const Account& account, absl::Time deadline) override;
  absl::StatusOr<std::optional<Account>> Find(absl::string_view account,
                                              absl::Time deadline) override;
  absl::StatusOr<absl::Duration> Locked(absl::string_view account,
                                        absl::Time now,
                                        absl::Time deadline) override;
  absl::StatusOr<absl::Duration> Conclude(absl::string_view account, bool right,
                                          absl::Time now,
                                          absl::Time deadline) override;
  absl::StatusOr<bool> AddFirst(const Staff& staff, const Account& account,
                                absl::Time deadline) override;

 private:
  mysql::Pool& pool_;
};

}  // namespace rasoat::workflow
