// Reviews of surveys: proto ↔ domain, nothing else.
#pragma once

#include <vector>

#include "rasoat/registry/v1/survey_reviews.pb.h"
#include "services/common/rpc/calls.h"
#include "services/common/status/error.h"
#include "services/registry/domain/survey_review.h"

namespace rasoat::registry {

/// What is asked, by the caller and now.
///
/// Errors: INVALID_ARGUMENT  RESOURCE_NAME_MALFORMED, ULID_MALFORMED,
///   ETAG_MISSING, and those of CheckComments(), all that are wrong at once
absl::StatusOr<ReviewOrder> FromProto(const v1::ReturnSurveyRequest& request,
                                      const rpc::Call& call);
absl::StatusOr<ReviewOrder> FromProto(const v1::AcceptSurveyRequest& request,
                                      const rpc::Call& call);

/// Comments, and back.
ReviewComments FromProto(const v1::ReviewComments& shown);
v1::ReviewComments ToProto(const ReviewComments& comments);

/// What was done.
v1::SurveyReview ToProto(const SurveyReview& review);

}  // namespace rasoat::registry
