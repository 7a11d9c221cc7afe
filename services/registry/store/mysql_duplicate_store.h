#pragma once

#include <optional>
#include <vector>

#include "services/common/crypto/blind_index.h"
#include "services/common/crypto/key_ring.h"
#include "services/common/mysql/transaction.h"
#include "services/registry/store/duplicate_store.h"

namespace rasoat::registry {

/// Keeps cases in the table `duplicate_case`, with what officers wrote sealed.
/// The pool, the index, which prints the facts, and the keys must outlive it.
/// Every method may also return what KeyRing::Open says.
class MySqlDuplicateStore final : public DuplicateStore {
 public:
  MySqlDuplicateStore(mysql::Pool& pool, const crypto::BlindIndex& index,
                      const crypto::KeyRing& keys)
      : pool_(pool), index_(index), keys_(keys) {}

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
  absl::StatusOr<DuplicateCase> ReadCase(const mysql::Row& row) const;
  absl::StatusOr<std::optional<DuplicateCase>> Find(
      mysql::Reader& reader, absl::string_view sql,
      const DuplicateId& id) const;
  absl::Status Put(mysql::Transaction& tx,
                   absl::Span<const DuplicateCase> cases) const;

  mysql::Pool& pool_;
  const crypto::BlindIndex& index_;
  const crypto::KeyRing& keys_;
};

}  // namespace rasoat::registry
