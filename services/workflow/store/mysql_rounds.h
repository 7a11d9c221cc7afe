// Rounds as the MySQL stores share them: read once a process.
#pragma once

#include <memory>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "services/common/mysql/transaction.h"
#include "services/workflow/store/open_round.h"

namespace rasoat::workflow {

/// Remembers rounds and procedures: neither ever changes once it is there, so
/// what was read once need not be read again. A country has a few a year.
/// Thread safe; one per process.
class MySqlRounds {
 public:
  /// The round; one or two queries the first time, none later.
  ///
  /// Errors: NOT_FOUND ROUND_NOT_FOUND, and those of mysql/transaction.h.
  absl::StatusOr<std::shared_ptr<const OpenRound>> Find(mysql::Reader& reader,
                                                        const RoundId& id);

  /// The round that a row of review_round holds, with its procedure.
  absl::StatusOr<std::shared_ptr<const OpenRound>> Complete(
      mysql::Reader& reader, Round round);

  /// A row of review_round, all columns by their names.
  static Round Read(const mysql::Row& row);

 private:
  absl::StatusOr<std::shared_ptr<const ProcedureVersion>> ProcedureOf(
      mysql::Reader& reader, const std::string& hash);

  absl::Mutex mu_;
  absl::flat_hash_map<RoundId, std::shared_ptr<const OpenRound>> rounds_
      ABSL_GUARDED_BY(mu_);
  absl::flat_hash_map<std::string, std::shared_ptr<const ProcedureVersion>>
      procedures_ ABSL_GUARDED_BY(mu_);
};

}  // namespace rasoat::workflow
