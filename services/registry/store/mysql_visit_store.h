#pragma once

#include <vector>

#include "services/common/feed/feed.h"
#include "services/registry/store/mysql_household_rows.h"
#include "services/registry/store/mysql_survey_rows.h"
#include "services/registry/store/record_codec.h"
#include "services/registry/store/visit_store.h"

namespace rasoat::registry {

/// Takes visits into the tables `household` and `survey`.
///
/// All visits of a call go in by one transaction of multi-row inserts; only
/// when a key collides they are halved until the one that collides fails alone.
/// The feed, the rows and the codec must outlive it.
class MySqlVisitStore final : public VisitStore {
 public:
  MySqlVisitStore(feed::Feed& feed, const MySqlHouseholdRows& rows,
                  const MySqlSurveyRows& surveys, const RecordCodec& codec)
      : feed_(feed), rows_(rows), surveys_(surveys), codec_(codec) {}

  absl::StatusOr<std::vector<Standing>> HouseholdStandings(
      absl::Span<const Household* const> households,
      absl::Time deadline) override;
  absl::StatusOr<std::vector<Standing>> SurveyStandings(
      absl::Span<const Survey* const> surveys, absl::Time deadline) override;
  absl::StatusOr<std::vector<absl::Status>> Take(
      absl::Span<const NewVisit> visits, absl::Time deadline) override;
  absl::StatusOr<std::vector<absl::Status>> TakeNew(
      absl::Span<const NewVisit> visits, absl::Time deadline) override;

 private:
  absl::StatusOr<std::vector<absl::Status>> TakeTogether(
      absl::Span<const NewVisit> visits, absl::Time deadline);

  feed::Feed& feed_;
  const MySqlHouseholdRows& rows_;
  const MySqlSurveyRows& surveys_;
  const RecordCodec& codec_;
};

}  // namespace rasoat::registry
