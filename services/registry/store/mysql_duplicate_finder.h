#pragma once

#include <vector>

#include "services/common/crypto/blind_index.h"
#include "services/common/mysql/transaction.h"
#include "services/registry/store/duplicate_finder.h"

namespace rasoat::registry {

/// Finds duplicates by the table `person`. The pool, the index and the marks
/// must outlive it.
class MySqlDuplicateFinder final : public DuplicateFinder {
 public:
  MySqlDuplicateFinder(mysql::Pool& pool, const crypto::BlindIndex& index,
                       const DuplicateMarks& marks)
      : pool_(pool), index_(index), marks_(marks) {}

  absl::StatusOr<std::vector<DuplicateFinding>> Find(
      absl::Span<const Household* const> households, const FindOptions& options,
      absl::Time deadline) override;
  absl::StatusOr<DuplicateScan> Scan(const VillageSet& villages,
                                     absl::Time deadline) override;

 private:
  mysql::Pool& pool_;
  const crypto::BlindIndex& index_;
  const DuplicateMarks& marks_;
};

}  // namespace rasoat::registry
