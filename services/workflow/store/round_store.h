// Rounds: opened once, never changed.
#pragma once

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/workflow/store/open_round.h"

namespace rasoat::workflow {

/// Keeps the rounds. Thread safe. Every method may block until `deadline` and
/// may fail with what mysql/transaction.h lists.
class RoundStore {
 public:
  /// The place of a round in the list: when it was opened, and its id.
  using Place = std::pair<absl::Time, RoundId>;
  using Found = std::shared_ptr<const OpenRound>;

  virtual ~RoundStore() = default;

  /// Opens a round with the villages below its area on its first day, each at
  /// the start, and tells the followers. The standards and whether it is a
  /// training round come from what scoring has told. A round that is there
  /// already with the same plan is returned as it is.
  ///
  /// Errors:
  ///   ALREADY_EXISTS       ROUND_EXISTS             with another plan
  ///   FAILED_PRECONDITION  ROUND_WITHOUT_STANDARDS  scoring has told of none
  ///   NOT_FOUND            AREA_NOT_FOUND           no such unit on that day
  ///   FAILED_PRECONDITION  ROUND_WITHOUT_VILLAGES   none below it on that day
  ///   FAILED_PRECONDITION  ROUND_TOO_LARGE          more than kMostVillages
  virtual absl::StatusOr<Found> Open(
      const RoundPlan& plan, std::shared_ptr<const ProcedureVersion> procedure,
      absl::Time now, absl::Time deadline) = 0;

  /// Errors: NOT_FOUND  ROUND_NOT_FOUND
  virtual absl::StatusOr<Found> Get(const RoundId& id, absl::Time deadline) = 0;

  /// Up to `most` rounds, newest first, those older than `after`.
  virtual absl::StatusOr<std::vector<Found>> List(
      const std::optional<Place>& after, int most, absl::Time deadline) = 0;

  /// Most villages of a round: what fits into one change of the feed.
  static constexpr std::size_t kMostVillages = 20'000;
};

}  // namespace rasoat::workflow
