// What scoring makes of the registry's changes.
#pragma once

#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "services/common/feed/follower.h"
#include "services/scoring/follow/assessor.h"
#include "services/scoring/store/assessment_writer.h"

namespace rasoat::scoring {

/// Keeps each survey, and assesses it at once if its round has standards; keeps
/// the parents of areas, for who may see what.
///
/// A survey told again, as at every change of its status, keeps its first
/// position and is not assessed again. Requests and screenings are passed over.
///
/// A household's result is where the household is: when it moves, its newest
/// survey and assessments go with it and are told anew; when it leaves the
/// register, what is told has no results any more.
///
/// Takes a shared lock on each round of a batch, so that standards are assigned
/// either before the batch, which then assesses, or after it, and then the
/// assigning does.
class RegistryApplier final : public feed::Applier {
 public:
  /// Name of the follower, and of the sub-command's argument.
  static constexpr char kName[] = "registry";

  /// Both must outlive it.
  RegistryApplier(AssessmentWriter& writer, const Assessor& assessor)
      : writer_(writer), assessor_(assessor) {}

  /// Errors: those of a statement; STANDARD_CHANGED;
  ///   INTERNAL  CHANGE_UNREADABLE  a state that is not what its kind says
  absl::Status Apply(mysql::Transaction& tx, feed::Changes& out,
                     absl::Span<const feed::Change> changes) override;
  absl::Status Reset(mysql::Transaction& tx) override;

 private:
  absl::Status TakeSurveys(mysql::Transaction& tx, feed::Changes& out,
                           const RoundRow& round,
                           std::vector<KeptSurvey> surveys);

  AssessmentWriter& writer_;
  const Assessor& assessor_;
};

}  // namespace rasoat::scoring
