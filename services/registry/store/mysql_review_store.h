#pragma once

#include <vector>

#include "services/common/crypto/key_ring.h"
#include "services/common/feed/feed.h"
#include "services/registry/store/mysql_survey_rows.h"
#include "services/registry/store/record_codec.h"
#include "services/registry/store/review_store.h"

namespace rasoat::registry {

/// Keeps supervisors' acts in the table `survey_review`, comments sealed. A
/// call costs four statements and one more for every fifty surveys, whatever is
/// done. What it is made of must outlive it.
class MySqlReviewStore final : public ReviewStore {
 public:
  MySqlReviewStore(feed::Feed& feed, const MySqlSurveyRows& surveys,
                   const RecordCodec& codec, const crypto::KeyRing& keys)
      : feed_(feed), surveys_(surveys), codec_(codec), keys_(keys) {}

  absl::StatusOr<std::vector<absl::StatusOr<Survey>>> Act(
      absl::Span<const ReviewOrder> orders, Permit permit,
      absl::Time deadline) override;
  absl::StatusOr<std::vector<SurveyReview>> List(const SurveyId& survey,
                                                 std::int64_t after, int limit,
                                                 absl::Time deadline) override;

 private:
  absl::StatusOr<SurveyReview> ReadRow(const mysql::Row& row) const;
  absl::StatusOr<std::vector<SurveyReview>> ReadRequests(
      mysql::Transaction& tx, absl::Span<const SurveyId> surveys) const;
  absl::Status Insert(mysql::Transaction& tx,
                      absl::Span<const SurveyReview> reviews) const;

  feed::Feed& feed_;
  const MySqlSurveyRows& surveys_;
  const RecordCodec& codec_;
  const crypto::KeyRing& keys_;
};

}  // namespace rasoat::registry
