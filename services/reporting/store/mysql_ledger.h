#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/common/mysql/transaction.h"
#include "services/reporting/store/ledger.h"

namespace rasoat::reporting {

/// Keeps the rounds' trees in memory and reads them again when they have
/// changed.
class MySqlLedger final : public Ledger {
 public:
  /// `source` names the feed, for example `workflow`: what it wrote can be
  /// taken out again by it.
  explicit MySqlLedger(std::string source) : source_(std::move(source)) {}

  absl::Status Open(mysql::Transaction& tx) override;
  absl::Status Post(mysql::Transaction& tx,
                    const std::vector<Entry>& entries) override;
  absl::Status PutRound(mysql::Transaction& tx, const std::string& round,
                        const std::string& state,
                        const std::vector<RoundUnit>& units) override;
  absl::Status Clear(mysql::Transaction& tx) override;
  absl::Status ClearRounds(mysql::Transaction& tx) override;

 private:
  using Sums = std::map<Cell, std::int64_t>;

  absl::Status ReadRounds(mysql::Transaction& tx);
  absl::Status RoundsChanged(mysql::Transaction& tx);
  /// Adds `amount` in `cell` to the units of `round` it counts in.
  void RollUp(const std::string& round, const Cell& cell, std::int64_t amount,
              Sums& sums) const;
  absl::Status Add(mysql::Transaction& tx, absl::string_view head,
                   const Sums& sums, absl::string_view source);

  const std::string source_;
  std::int64_t known_ =
      -1;  // the value of ledger_lock.rounds that rounds_ is of
  std::map<std::string, RoundTree> rounds_;
};

}  // namespace rasoat::reporting
