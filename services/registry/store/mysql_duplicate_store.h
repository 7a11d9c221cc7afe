#pragma once

#include <vector>

#include "services/common/crypto/blind_index.h"
#include "services/common/mysql/pool.h"
#include "services/registry/store/duplicate_store.h"

namespace rasoat::registry {

/// Keeps cases in the table `duplicate_case`. The pool and the index, which
/// prints the facts, must outlive it.
class MySqlDuplicateStore final : public DuplicateStore {
 public:
  MySqlDuplicateStore(mysql::Pool& pool, const crypto::BlindIndex& index)
      : pool_(pool), index_(index) {}

  absl::StatusOr<std::vector<RaiseEffect>> Raise(
      absl::Span<const DuplicateFinding> findings, absl::Time now,
      absl::Time deadline) override;
  absl::Status TakeBack(const VillageSet& villages,
                        absl::Span<const DuplicateFinding> findings,
                        absl::Time deadline) override;
  absl::StatusOr<DuplicateCase> Get(const DuplicateId& id,
                                    absl::Time deadline) override;
  absl::StatusOr<std::vector<DuplicateCase>> List(
      const DuplicateFilter& filter, const std::optional<DuplicatePlace>& after,
      int limit, absl::Time deadline) override;
  absl::StatusOr<DuplicateCase> Update(const DuplicateId& id, Change change,
                                       absl::Time deadline) override;

 private:
  mysql::Pool& pool_;
  const crypto::BlindIndex& index_;
};

}  // namespace rasoat::registry
