// Where supervisors' acts on surveys are kept.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "services/registry/domain/survey_review.h"

namespace rasoat::registry {

/// Changes how surveys stand, and keeps who did it. Thread safe. Every method
/// may also return what the database says of itself.
class ReviewStore {
 public:
  /// Whether the survey may be acted on at all; may run again.
  using Permit = absl::FunctionRef<absl::Status(const Survey&)>;

  virtual ~ReviewStore() = default;

  /// Does what is ordered, in one transaction, and tells the feed of each
  /// survey that changed. A refused order holds no other up; orders for one
  /// survey are taken in their order. The comments must have been checked.
  ///
  /// Returns the survey as it stands after each order, or:
  ///   NOT_FOUND       SURVEY_NOT_FOUND
  ///   ALREADY_EXISTS  REQUEST_ID_TAKEN  by another act on the survey
  ///   what `permit` and Reviewed() say
  virtual absl::StatusOr<std::vector<absl::StatusOr<Survey>>> Act(
      absl::Span<const ReviewOrder> orders, Permit permit,
      absl::Time deadline) = 0;

  /// Up to `limit` acts on a survey after this revision of it, in their order.
  virtual absl::StatusOr<std::vector<SurveyReview>> List(
      const SurveyId& survey, std::int64_t after, int limit,
      absl::Time deadline) = 0;
};

}  // namespace rasoat::registry
