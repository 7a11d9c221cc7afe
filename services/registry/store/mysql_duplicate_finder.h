#pragma once

#include <functional>
#include <utility>

#include <vector>

#include "services/common/crypto/blind_index.h"
#include "services/common/mysql/transaction.h"
#include "services/registry/store/duplicate_finder.h"

namespace rasoat::registry {

/// Finds duplicates by the table `person`. The pool, the index and the marks
/// must outlive it.
class MySqlDuplicateFinder final : public DuplicateFinder {
 public:
  /// The communes of today, in time for a deadline.
  using Communes = std::function<absl::StatusOr<CommuneOf>(absl::Time)>;

  MySqlDuplicateFinder(mysql::Pool& pool, const crypto::BlindIndex& index,
                       const DuplicateMarks& marks, Communes communes)
      : pool_(pool),
        index_(index),
        marks_(marks),
        communes_(std::move(communes)) {}

  absl::StatusOr<std::vector<DuplicateFinding>> Find(
      absl::Span<const Household* const> households, const FindOptions& options,
      absl::Time deadline) override;
  absl::StatusOr<DuplicateScan> Scan(const VillageSet& villages,
                                     absl::Time deadline) override;

 private:
  mysql::Pool& pool_;
  const crypto::BlindIndex& index_;
  const DuplicateMarks& marks_;
  const Communes communes_;
};

}  // namespace rasoat::registry
