// Scoring's tables, written.
#pragma once

#include "services/scoring/store/assessment_writer.h"

namespace rasoat::scoring {

/// Writes to MySQL with multi-row statements.
class MySqlAssessmentWriter final : public AssessmentWriter {
 public:
  absl::StatusOr<RoundRow> LockRound(mysql::Transaction& tx,
                                     const std::string& round,
                                     RoundLock lock) override;
  absl::Status AssignRound(mysql::Transaction& tx,
                           const RoundRow& round) override;
  absl::Status NoteCaughtUp(mysql::Transaction& tx,
                            const std::string& round) override;
  absl::Status KeepSurveys(mysql::Transaction& tx,
                           absl::Span<const KeptSurvey> surveys) override;
  absl::StatusOr<std::vector<Ulid>> SurveysAt(mysql::Transaction& tx,
                                              const std::string& round,
                                              std::int64_t first,
                                              std::int64_t last) override;
  absl::StatusOr<std::vector<KeptSurvey>> Unassessed(mysql::Transaction& tx,
                                                     const std::string& round,
                                                     std::int64_t after,
                                                     int limit) override;
  absl::StatusOr<std::vector<NewestSurvey>> NewestAt(
      mysql::Transaction& tx, const std::string& round, std::int64_t first,
      std::int64_t last) override;
  absl::Status SaveNewest(mysql::Transaction& tx, const std::string& round,
                          absl::Span<const NewestSurvey> newest) override;
  absl::StatusOr<std::vector<std::string>> RoundsOf(
      mysql::Transaction& tx, const Ulid& household) override;
  absl::StatusOr<std::optional<KeptSurvey>> Place(
      mysql::Transaction& tx, const std::string& round,
      const HouseholdPlace& place) override;
  absl::Status SaveAssessments(
      mysql::Transaction& tx,
      absl::Span<const AssessmentRow* const> assessments,
      absl::Time assess_time) override;
  absl::Status DropAssessment(mysql::Transaction& tx, const Ulid& survey,
                              const std::string& standard) override;
  absl::Status SaveTraits(mysql::Transaction& tx,
                          absl::Span<const HouseholdTrait> traits) override;
  absl::StatusOr<std::vector<AreaLine>> LinesAbove(
      mysql::Transaction& tx, std::vector<std::string> areas) override;
  absl::Status SaveAreas(mysql::Transaction& tx,
                         absl::Span<const AreaLine> areas) override;
  absl::Status Empty(mysql::Transaction& tx) override;
};

}  // namespace rasoat::scoring
