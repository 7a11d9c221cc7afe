// What scoring makes of the registry's changes.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
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
/// What is written does not depend on where one batch ends and the next begins.
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

  /// Reads surveys and judges them under the standards that their rounds were
  /// last seen to have. Whether they still have is for Apply(), under the
  /// round's lock; so what is written never depends on what was prepared.
  void Prepare(absl::Span<feed::Change> changes) override;

  /// Errors: those of a statement; STANDARD_CHANGED;
  ///   INTERNAL  CHANGE_UNREADABLE  a state that is not what its kind says
  absl::Status Apply(mysql::Transaction& tx, feed::Changes& out,
                     absl::Span<const feed::Change> changes) override;
  absl::Status Reset(mysql::Transaction& tx) override;

 private:
  /// Surveys of a round, with what was worked out of each ahead, or null.
  struct Arrived {
    std::vector<KeptSurvey> surveys;
    std::vector<const Verdicts*> ahead;
  };
  /// By round id: every transaction locks rounds in that order.
  using Surveys = std::map<std::string, Arrived>;

  /// Changes that can be written together: first areas, then surveys, then
  /// where households are.
  struct Step {
    std::vector<AreaLine> areas;
    Surveys rounds;
    std::map<Ulid, HouseholdTrait> traits;
    std::map<Ulid, HouseholdPlace> places;
  };

  /// Cuts changes into as few steps as give what one step each would.
  static absl::StatusOr<std::vector<Step>> StepsOf(
      absl::Span<const feed::Change> changes);
  static absl::Status TakeSurvey(const feed::Change& change,
                                 std::vector<Step>& steps);
  /// Locks all rounds that the steps touch, by id.
  absl::StatusOr<std::vector<RoundRow>> LockRounds(
      mysql::Transaction& tx, const std::vector<Step>& steps);
  absl::Status Write(mysql::Transaction& tx, feed::Changes& out,
                     const std::vector<RoundRow>& rounds, Step step);
  absl::Status TakeSurveys(mysql::Transaction& tx, feed::Changes& out,
                           const RoundRow& round, Arrived arrived);
  std::vector<const KnownStandard*> LastSeen(const std::string& round) const;
  /// Notes what a locked round's standards are, for Prepare(); none if they
  /// cannot be had.
  void See(const RoundRow& round);

  AssessmentWriter& writer_;
  const Assessor& assessor_;
  mutable absl::Mutex mu_;
  /// What the standards of rounds were when they were last locked: a guess.
  absl::flat_hash_map<std::string, std::vector<const KnownStandard*>> seen_
      ABSL_GUARDED_BY(mu_);
};

}  // namespace rasoat::scoring
