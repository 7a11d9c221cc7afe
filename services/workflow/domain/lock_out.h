// When an account stops listening to wrong passwords.
#pragma once

#include <vector>

#include "absl/time/time.h"

namespace rasoat::workflow {

/// The latest wrong passwords of one account name, known or unknown.
///
/// After kMost wrong ones within kWithin the account refuses everything, the
/// right password too, until the oldest of them is kWithin old. Asked before a
/// password is checked and, under a lock, again before the verdict is told: so
/// many guesses at once learn no more than kMost in a row.
class LockOut {
 public:
  static constexpr int kMost = 5;
  static constexpr absl::Duration kWithin = absl::Minutes(15);

  LockOut() = default;
  /// As stored: the times of wrong passwords, in any order.
  explicit LockOut(std::vector<absl::Time> wrong);

  /// How long the account still refuses at `now`; zero if it listens.
  absl::Duration Wait(absl::Time now) const;

  /// Counts a wrong password at `now`.
  void CountWrong(absl::Time now);

  /// What to store: the newest kMost, oldest first.
  const std::vector<absl::Time>& wrong() const { return wrong_; }

 private:
  std::vector<absl::Time> wrong_;
};

}  // namespace rasoat::workflow
