// Looks, right after an entry, whether its people stand in the register
// already. The entry is taken whatever is found.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "services/registry/domain/duplicate_case.h"
#include "services/registry/store/duplicate_finder.h"
#include "services/registry/store/duplicate_store.h"
#include "services/registry/store/person_store.h"

namespace rasoat::registry {

/// Somebody who holds the citizen id of a member of another household.
struct IdentityHolder {
  std::size_t member = 0;  ///< Place among the members of that household.
  HouseholdId household;   ///< Where the holder lives …
  AreaCode village;        ///< … and its village.
};

/// Raises the cases of what was entered. Thread safe; the stores must outlive
/// it.
class DuplicateWatch {
 public:
  DuplicateWatch(DuplicateFinder& finder, DuplicateStore& cases,
                 PersonStore& people)
      : finder_(finder), cases_(cases), people_(people) {}

  /// How an entry came in.
  enum class Entry {
    kByHand,  ///< Somebody waits for it: the village is read as well.
    kInBulk,  ///< From devices and lists: what is left out, a scan finds.
  };

  /// What is suspected of stored households, and raises it; without what was
  /// decided to be no duplicate. Never fails: if the database does, the log
  /// says so and the next scan finds what was missed.
  std::vector<DuplicateFinding> Look(
      absl::Span<const Household* const> households, Entry entry,
      absl::Time now, absl::Time deadline);

  /// Who stands in the way of the members' citizen ids. Errors: the store's.
  absl::StatusOr<std::vector<IdentityHolder>> HoldersOf(
      const Household& household, absl::Time deadline);

 private:
  absl::StatusOr<std::vector<DuplicateFinding>> FindAndRaise(
      absl::Span<const Household* const> households, Entry entry,
      absl::Time now, absl::Time deadline);

  DuplicateFinder& finder_;
  DuplicateStore& cases_;
  PersonStore& people_;
};

}  // namespace rasoat::registry
