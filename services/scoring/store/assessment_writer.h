// What following and assigning write, within a transaction that others begin
// and commit: the follower's, with its position, and the feed's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "services/scoring/store/rows.h"

namespace rasoat::mysql {
class Transaction;
}

namespace rasoat::scoring {

/// Who locks a round's row.
enum class RoundLock {
  kShared,     ///< The follower: several at a time.
  kExclusive,  ///< Assigning: nobody else.
};

/// Writes surveys and assessments. Stateless; any thread, each with its own
/// transaction. Every method may fail as a statement does
/// (mysql/transaction.h).
class AssessmentWriter {
 public:
  virtual ~AssessmentWriter() = default;

  /// Locks the row of a round until the transaction ends, making it first if it
  /// is new, and reads it. Take several in the order of their ids.
  virtual absl::StatusOr<RoundRow> LockRound(mysql::Transaction& tx,
                                             const std::string& round,
                                             RoundLock lock) = 0;

  /// Writes the standards of a round that has none.
  virtual absl::Status AssignRound(mysql::Transaction& tx,
                                   const RoundRow& round) = 0;

  /// Notes that nothing from before the assignment is left.
  virtual absl::Status NoteCaughtUp(mysql::Transaction& tx,
                                    const std::string& round) = 0;

  /// Keeps surveys; those known already stay as they are.
  virtual absl::Status KeepSurveys(mysql::Transaction& tx,
                                   absl::Span<const KeptSurvey> surveys) = 0;

  /// Ids of the surveys of a round kept at the positions first to last, both
  /// included: of a batch just kept, those that were new.
  virtual absl::StatusOr<std::vector<Ulid>> SurveysAt(mysql::Transaction& tx,
                                                      const std::string& round,
                                                      std::int64_t first,
                                                      std::int64_t last) = 0;

  /// Surveys of a round after a position that have no assessment, by position,
  /// at most `limit`.
  virtual absl::StatusOr<std::vector<KeptSurvey>> Unassessed(
      mysql::Transaction& tx, const std::string& round, std::int64_t after,
      int limit) = 0;

  /// The newest surveys of the households that have one at the positions first
  /// to last of a round.
  virtual absl::StatusOr<std::vector<NewestSurvey>> NewestAt(
      mysql::Transaction& tx, const std::string& round, std::int64_t first,
      std::int64_t last) = 0;

  /// Writes which surveys are newest, over what was there.
  virtual absl::Status SaveNewest(mysql::Transaction& tx,
                                  const std::string& round,
                                  absl::Span<const NewestSurvey> newest) = 0;

  /// The rounds in which a household has a survey, by id.
  virtual absl::StatusOr<std::vector<std::string>> RoundsOf(
      mysql::Transaction& tx, const Ulid& household) = 0;

  /// Puts the newest survey kept of a household in a round, with its
  /// assessments, into the village where the household is now, and notes
  /// whether it is in the register. Returns that survey; nothing if there is
  /// none.
  virtual absl::StatusOr<std::optional<KeptSurvey>> Place(
      mysql::Transaction& tx, const std::string& round,
      const HouseholdPlace& place) = 0;

  /// Writes assessments made at a time, whatever theirs is; one that is there
  /// already stays as it is.
  virtual absl::Status SaveAssessments(
      mysql::Transaction& tx,
      absl::Span<const AssessmentRow* const> assessments,
      absl::Time assess_time) = 0;

  /// Deletes the assessment of a survey under a standard, if there is one.
  virtual absl::Status DropAssessment(mysql::Transaction& tx,
                                      const Ulid& survey,
                                      const std::string& standard) = 0;

  /// Writes what households are counted by, over what was there.
  virtual absl::Status SaveTraits(mysql::Transaction& tx,
                                  absl::Span<const HouseholdTrait> traits) = 0;

  /// The lines of some areas and of all above them, at whatever time; the areas
  /// are named once each.
  virtual absl::StatusOr<std::vector<AreaLine>> LinesAbove(
      mysql::Transaction& tx, std::vector<std::string> areas) = 0;

  /// Adds lines to the area tree.
  virtual absl::Status SaveAreas(mysql::Transaction& tx,
                                 absl::Span<const AreaLine> areas) = 0;

  /// Empties surveys, assessments and areas: all that the registry's feed
  /// fills. Rounds stay, and so does the memory of what was told.
  virtual absl::Status Empty(mysql::Transaction& tx) = 0;
};

}  // namespace rasoat::scoring
