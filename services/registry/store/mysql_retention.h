// Taking out what is personal once its time has come.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/clock/clock.h"
#include "services/common/mysql/transaction.h"
#include "services/registry/domain/retention.h"
#include "services/registry/store/mysql_household_rows.h"
#include "services/registry/store/mysql_leftovers.h"

namespace rasoat::registry {

/// Applies rules of retention to what is stored, in small transactions. Drafts
/// and files of imports go whole: see MySqlLeftovers. Of households the rows
/// stay, with WithoutPersons() as their content, so that counts, history
/// and the feed are what they were; `erasure` keeps which states, by which rule
/// and when. May be ended at any moment and run again. Thread safe; what it is
/// made of must outlive it.
class MySqlRetention {
 public:
  /// States in one transaction.
  static constexpr int kBatch = 100;

  MySqlRetention(mysql::Pool& pool, const MySqlHouseholdRows& rows,
                 VillagesOf villages_of, const Clock& clock)
      : pool_(pool),
        rows_(rows),
        leftovers_(pool, std::move(villages_of), clock),
        clock_(clock) {}

  /// Takes out what is due by `rule`; with `apply` false only counts. A rule
  /// without a period does nothing. Returns the number of states, drafts or
  /// imports.
  absl::StatusOr<std::int64_t> Run(const RetentionRule& rule, bool apply);

 private:
  struct State {
    HouseholdId id;
    std::int64_t revision = 0;
  };

  /// What is from before is due; the rule has a period.
  absl::Time Before(const RetentionRule& rule) const;
  absl::StatusOr<std::int64_t> RunStates(const RetentionRule& rule, bool apply);
  absl::StatusOr<std::vector<State>> Due(const RetentionRule& rule,
                                         const State& after);
  absl::Status Erase(const RetentionRule& rule,
                     const std::vector<State>& states);

  mysql::Pool& pool_;
  const MySqlHouseholdRows& rows_;
  MySqlLeftovers leftovers_;
  const Clock& clock_;
};

}  // namespace rasoat::registry
