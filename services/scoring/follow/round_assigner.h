// Saying which standards a round is scored by.
#pragma once

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "rasoat/scoring/v1/standards.pb.h"
#include "services/common/feed/feed.h"
#include "services/scoring/follow/assessor.h"
#include "services/scoring/load/catalogue.h"
#include "services/scoring/store/assessment_writer.h"

namespace rasoat::scoring {

/// The standards of a round as the API says them.
v1::RoundStandards ToProto(const RoundRow& round);

/// Assigns standards to rounds and assesses what came before.
///
/// First writes the assignment in a transaction of its own, under the round's
/// exclusive lock: every survey is then either committed, and found by the
/// second part, or will be assessed by the follower, which reads the assignment
/// under the shared lock. Then assesses what is found, some hundreds to a
/// transaction, so that the follower is never held up for long. A call cut
/// short is finished by its repeat. What it was made with must outlive it; any
/// thread.
class RoundAssigner {
 public:
  /// Surveys assessed in one transaction.
  static constexpr int kChunk = 500;

  RoundAssigner(feed::Feed& feed, const Catalogue& catalogue,
                AssessmentWriter& writer, const Assessor& assessor)
      : feed_(feed),
        catalogue_(catalogue),
        writer_(writer),
        assessor_(assessor) {}

  /// Assigns and catches up; the assignment as it stands.
  ///
  /// Errors: as `Standards.AssignStandards` lists them, and the database's.
  absl::StatusOr<v1::RoundStandards> Assign(const v1::RoundStandards& wanted,
                                            absl::Time deadline) const;

 private:
  absl::StatusOr<RoundRow> Read(const v1::RoundStandards& wanted) const;
  absl::Status Write(const RoundRow& wanted, absl::Time deadline) const;
  absl::Status CatchUp(const RoundRow& round, absl::Time deadline) const;

  feed::Feed& feed_;
  const Catalogue& catalogue_;
  AssessmentWriter& writer_;
  const Assessor& assessor_;
};

}  // namespace rasoat::scoring
