// Whole rounds from scoring's tables.
#pragma once

#include "services/common/mysql/pool.h"
#include "services/scoring/store/census_store.h"

namespace rasoat::scoring {

/// Reads from MySQL. The pool must outlive it.
class MySqlCensusStore final : public CensusStore {
 public:
  explicit MySqlCensusStore(mysql::Pool& pool) : pool_(pool) {}

  absl::StatusOr<std::int64_t> Newest(absl::Time deadline) override;
  absl::StatusOr<ToldHouseholds> ToldAfter(std::int64_t position,
                                           absl::Time deadline) override;
  absl::StatusOr<std::vector<SurveyedHousehold>> Page(
      const SurveyedQuery& query, absl::Time deadline) override;
  absl::StatusOr<std::vector<SurveyedHousehold>> Named(
      const std::string& round, absl::Span<const Ulid> households,
      absl::Time deadline) override;
  absl::StatusOr<std::vector<AreaLine>> DatedAreas(
      absl::Time deadline) override;

 private:
  mysql::Pool& pool_;
};

}  // namespace rasoat::scoring
