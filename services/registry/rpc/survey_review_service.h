#pragma once

#include "rasoat/registry/v1/survey_reviews.grpc.pb.h"
#include "services/common/access/area_tree.h"
#include "services/common/rpc/calls.h"
#include "services/registry/store/review_store.h"
#include "services/registry/store/survey_store.h"

namespace rasoat::registry {

/// rasoat.registry.v1.SurveyReviews. What it is made of must outlive it.
class SurveyReviewService final : public v1::SurveyReviews::CallbackService {
 public:
  SurveyReviewService(rpc::Calls& calls, ReviewStore& reviews,
                      SurveyStore& surveys, access::AreaTree& tree)
      : calls_(calls), reviews_(reviews), surveys_(surveys), tree_(tree) {}

  grpc::ServerUnaryReactor* ReturnSurvey(grpc::CallbackServerContext* context,
                                         const v1::ReturnSurveyRequest* request,
                                         v1::Survey* response) override;
  grpc::ServerUnaryReactor* AcceptSurvey(grpc::CallbackServerContext* context,
                                         const v1::AcceptSurveyRequest* request,
                                         v1::Survey* response) override;
  grpc::ServerUnaryReactor* BatchReturnSurveys(
      grpc::CallbackServerContext* context,
      const v1::BatchReturnSurveysRequest* request,
      v1::BatchReturnSurveysResponse* response) override;
  grpc::ServerUnaryReactor* BatchAcceptSurveys(
      grpc::CallbackServerContext* context,
      const v1::BatchAcceptSurveysRequest* request,
      v1::BatchAcceptSurveysResponse* response) override;
  grpc::ServerUnaryReactor* ListSurveyReviews(
      grpc::CallbackServerContext* context,
      const v1::ListSurveyReviewsRequest* request,
      v1::ListSurveyReviewsResponse* response) override;

 private:
  template <class Request>
  absl::StatusOr<v1::Survey> ActOnOne(const Request& request,
                                      const rpc::Call& call);
  template <class Response, class Request>
  absl::StatusOr<Response> ActOnMany(const Request& request,
                                     const rpc::Call& call);
  absl::StatusOr<v1::ListSurveyReviewsResponse> List(
      const v1::ListSurveyReviewsRequest& request, const rpc::Call& call);

  rpc::Calls& calls_;
  ReviewStore& reviews_;
  SurveyStore& surveys_;
  access::AreaTree& tree_;
};

}  // namespace rasoat::registry
