// Where the villages of a round stand.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/workflow/domain/names.h"
#include "services/workflow/domain/village.h"
#include "services/workflow/store/open_round.h"

namespace rasoat::workflow {

/// A village with all that is known of it in a round.
struct Village {
  VillageName name;
  std::string display_name;
  Standing standing;
  int households = 0;         ///< active ones in the register
  int assessed = 0;           ///< of them, assessed in the round
  std::int64_t revision = 0;  ///< rises by one with every move
};

/// Keeps the villages. Thread safe. Every method may block until `deadline` and
/// may fail with what mysql/transaction.h lists, and:
///   NOT_FOUND  ROUND_NOT_FOUND
class VillageStore {
 public:
  /// Decides where a village goes. Pure: it may run again.
  using Change = std::function<absl::StatusOr<Standing>(
      const Village& now, const OpenRound& round)>;

  virtual ~VillageStore() = default;

  /// Errors: NOT_FOUND  VILLAGE_NOT_IN_ROUND
  virtual absl::StatusOr<Village> Get(const VillageName& name,
                                      absl::Time deadline) = 0;

  /// Up to `most` villages in `area`, those after `after`, by code.
  ///
  /// Errors: NOT_FOUND  AREA_NOT_IN_ROUND
  virtual absl::StatusOr<std::vector<Village>> List(
      const RoundId& round, const AreaCode& area,
      const std::optional<AreaCode>& after, int most, absl::Time deadline) = 0;

  /// Moves a village: reads it under its lock, asks `change`, writes and tells
  /// the followers what is new. Of two moves at once one waits for the other
  /// and is then decided on what that left.
  ///
  /// A change that leaves the village as it is succeeds whatever revision was
  /// `seen`, so that a repeat after a lost answer is no conflict.
  ///
  /// Errors: those of `change`;
  ///   NOT_FOUND  VILLAGE_NOT_IN_ROUND
  ///   ABORTED    STALE_VILLAGE  it is not at `seen` any more; says where it is
  virtual absl::StatusOr<Village> Move(const VillageName& name,
                                       std::optional<std::int64_t> seen,
                                       const Change& change,
                                       absl::Time deadline) = 0;
};

}  // namespace rasoat::workflow
