// Scoring's tables, read.
#pragma once

#include "services/common/mysql/pool.h"
#include "services/scoring/store/assessment_store.h"

namespace rasoat::scoring {

/// Reads from MySQL. The pool must outlive it.
class MySqlAssessmentStore final : public AssessmentStore {
 public:
  explicit MySqlAssessmentStore(mysql::Pool& pool) : pool_(pool) {}

  absl::StatusOr<std::optional<AssessmentRow>> Find(
      const Ulid& survey, const std::string& standard,
      absl::Time deadline) override;
  absl::StatusOr<std::vector<AssessmentRow>> ListVillage(
      const VillageQuery& query, absl::Time deadline) override;
  absl::StatusOr<std::optional<std::string>> VillageOf(
      const Ulid& survey, absl::Time deadline) override;
  absl::StatusOr<std::optional<std::string>> FactsOf(
      const Ulid& survey, absl::Time deadline) override;
  absl::StatusOr<std::optional<RoundRow>> FindRound(
      const std::string& round, absl::Time deadline) override;
  absl::StatusOr<std::vector<AreaLine>> AreaLines(absl::Time deadline) override;

 private:
  mysql::Pool& pool_;
};

}  // namespace rasoat::scoring
