// From surveys kept to assessments kept and told.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "services/common/clock/clock.h"
#include "services/common/feed/feed.h"
#include "services/scoring/follow/verdicts.h"
#include "services/scoring/load/catalogue.h"
#include "services/scoring/store/assessment_writer.h"

namespace rasoat::scoring {

/// Assesses the surveys of a round, for the follower and for whoever assigns
/// standards alike.
///
/// The same survey under the same version of a standard always gives the same
/// row but for the time. What is told of a household is remembered by digest
/// beside its newest survey, a memory that outlives a rebuild: a state is told
/// only if it comes from the newest survey known and differs from what was
/// told last. So a replay, a rebuild or a second assigning tells nothing twice.
///
/// Stateless but for what it was made with, which must outlive it; any thread.
class Assessor {
 public:
  Assessor(const Catalogue& catalogue, AssessmentWriter& writer,
           const Clock& clock)
      : catalogue_(catalogue), writer_(writer), clock_(clock) {}

  /// Assesses `surveys`, all of `round`, kept in `tx` already, by rising
  /// position, under those of the round's standards that are made for where the
  /// household lives; only notes which are newest if the
  /// round has none. The caller holds the round's lock. A survey that cannot
  /// be scored gets a row that says why. Of a household that has left the
  /// register a state without results is told, and of one to whom no standard
  /// of the round applies as well.
  ///
  /// `ahead` is empty or has what was worked out of each survey already, if
  /// anything, and is used where it was under the round's standards.
  ///
  /// Errors:
  ///   FAILED_PRECONDITION  STANDARD_CHANGED  see StandardsOf()
  ///   and those of a statement
  absl::Status Assess(mysql::Transaction& tx, feed::Changes& out,
                      const RoundRow& round,
                      absl::Span<const KeptSurvey> surveys,
                      absl::Span<const Verdicts* const> ahead = {}) const;

  /// The same for a survey whose household has moved: what was found under
  /// standards that do not apply where it is now goes.
  absl::Status AssessMoved(mysql::Transaction& tx, feed::Changes& out,
                           const RoundRow& round,
                           const KeptSurvey& survey) const;

  /// The standards of a round, in their order.
  ///
  /// Errors:
  ///   FAILED_PRECONDITION  STANDARD_CHANGED  one is not in the catalogue, or
  ///   is
  ///       there in another version than the round was given: a version in use
  ///       does not change. Give the changed one a name of its own.
  absl::StatusOr<std::vector<const KnownStandard*>> StandardsOf(
      const RoundRow& round) const;

 private:
  const Catalogue& catalogue_;
  AssessmentWriter& writer_;
  const Clock& clock_;
};

}  // namespace rasoat::scoring
