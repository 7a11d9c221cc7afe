// The ledger of figures, written by the followers within their transactions.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/reporting/domain/contribution.h"
#include "services/reporting/domain/round_units.h"

namespace rasoat::mysql {
class Transaction;
}

namespace rasoat::reporting {

/// A subject's whole new state, as far as it counts.
struct Entry {
  std::string subject;
  std::vector<Contribution> contributions;
};

/// The ledger of figures.
///
/// Everything runs in the caller's transaction, which also saves the follower's
/// position: so each state counts exactly once. Open() must come first; it
/// takes the lock that keeps the followers apart until the transaction ends.
/// Not thread safe: one for each follower. Every method may fail as a statement
/// does (mysql/reader.h).
class Ledger {
 public:
  virtual ~Ledger() = default;

  /// Locks the ledger and makes sure of the rounds.
  virtual absl::Status Open(mysql::Transaction& tx) = 0;

  /// Makes `entries` count instead of what their subjects counted before. Of
  /// two entries of one subject the later holds. A few statements, however
  /// many entries.
  virtual absl::Status Post(mysql::Transaction& tx,
                            const std::vector<Entry>& entries) = 0;

  /// Adds a round, or changes its state. A new round takes over what is already
  /// known of its units.
  virtual absl::Status PutRound(mysql::Transaction& tx,
                                const std::string& round,
                                const std::string& state,
                                const std::vector<RoundUnit>& units) = 0;

  /// Takes out everything this follower wrote.
  virtual absl::Status Clear(mysql::Transaction& tx) = 0;
  /// Takes out all rounds and with them every figure above the units' own.
  virtual absl::Status ClearRounds(mysql::Transaction& tx) = 0;
};

}  // namespace rasoat::reporting
