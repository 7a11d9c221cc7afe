#include "services/registry/rpc/survey_review_service.h"

#include <cstdint>
#include <utility>
#include <vector>

#include "services/common/rpc/paging.h"
#include "services/common/status/status_macros.h"
#include "services/registry/domain/refusals.h"
#include "services/registry/rpc/household_proto.h"
#include "services/registry/rpc/item_error.h"
#include "services/registry/rpc/names.h"
#include "services/registry/rpc/survey_proto.h"
#include "services/registry/rpc/survey_review_proto.h"

namespace rasoat::registry {
namespace {

constexpr int kMostSurveys = 500;

}  // namespace

grpc::ServerUnaryReactor* SurveyReviewService::ReturnSurvey(
    grpc::CallbackServerContext* context,
    const v1::ReturnSurveyRequest* request, v1::Survey* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) { return ActOnOne(*request, call); });
}

grpc::ServerUnaryReactor* SurveyReviewService::AcceptSurvey(
    grpc::CallbackServerContext* context,
    const v1::AcceptSurveyRequest* request, v1::Survey* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) { return ActOnOne(*request, call); });
}

grpc::ServerUnaryReactor* SurveyReviewService::BatchReturnSurveys(
    grpc::CallbackServerContext* context,
    const v1::BatchReturnSurveysRequest* request,
    v1::BatchReturnSurveysResponse* response) {
  return calls_.Unary(
      context, request, response, [=, this](const rpc::Call& call) {
        return ActOnMany<v1::BatchReturnSurveysResponse>(*request, call);
      });
}

grpc::ServerUnaryReactor* SurveyReviewService::BatchAcceptSurveys(
    grpc::CallbackServerContext* context,
    const v1::BatchAcceptSurveysRequest* request,
    v1::BatchAcceptSurveysResponse* response) {
  return calls_.Unary(
      context, request, response, [=, this](const rpc::Call& call) {
        return ActOnMany<v1::BatchAcceptSurveysResponse>(*request, call);
      });
}

grpc::ServerUnaryReactor* SurveyReviewService::ListSurveyReviews(
    grpc::CallbackServerContext* context,
    const v1::ListSurveyReviewsRequest* request,
    v1::ListSurveyReviewsResponse* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) { return List(*request, call); });
}

template <class Request>
absl::StatusOr<v1::Survey> SurveyReviewService::ActOnOne(
    const Request& request, const rpc::Call& call) {
  RASOAT_ASSIGN_OR_RETURN(const ReviewOrder order, FromProto(request, call));
  RASOAT_ASSIGN_OR_RETURN(
      auto outcomes,
      reviews_.Act(
          absl::MakeConstSpan(&order, 1),
          [](const Survey&) { return absl::OkStatus(); }, call.deadline));
  RASOAT_RETURN_IF_ERROR(outcomes[0].status());
  return ToProto(*outcomes[0]);
}

template <class Response, class Request>
absl::StatusOr<Response> SurveyReviewService::ActOnMany(const Request& request,
                                                        const rpc::Call& call) {
  RASOAT_RETURN_IF_ERROR(
      CheckItemCount(request.requests_size(), kMostSurveys, "requests"));
  RASOAT_ASSIGN_OR_RETURN(const AreaCode area,
                          ParseArea(request.area(), "area"));
  // Those that can be read, and what is wrong with the others.
  std::vector<ReviewOrder> orders;
  std::vector<absl::Status> read;
  for (const auto& one : request.requests()) {
    absl::StatusOr<ReviewOrder> order = FromProto(one, call);
    read.push_back(order.status());
    if (order.ok()) orders.push_back(*std::move(order));
  }
  RASOAT_ASSIGN_OR_RETURN(auto outcomes, reviews_.Act(
                                             orders,
                                             [&](const Survey& survey) {
                                               return tree_.Contains(
                                                          area.value,
                                                          survey.village.value)
                                                          ? absl::OkStatus()
                                                          : SurveyElsewhere();
                                             },
                                             call.deadline));
  Response response;
  std::size_t next = 0;
  for (int i = 0; i < request.requests_size(); ++i) {
    v1::SurveyReviewResult& result = *response.add_results();
    result.set_name(request.requests(i).name());
    absl::Status status = std::move(read[i]);
    if (status.ok()) {
      const absl::StatusOr<Survey>& outcome = outcomes[next++];
      status = outcome.status();
      if (outcome.ok()) {
        result.set_status(ToProto(outcome->status));
        result.set_etag(EtagOf(outcome->revision));
      }
    }
    if (!status.ok()) *result.mutable_error() = ItemErrorOf(status);
  }
  return response;
}

absl::StatusOr<v1::ListSurveyReviewsResponse> SurveyReviewService::List(
    const v1::ListSurveyReviewsRequest& request, const rpc::Call& call) {
  RASOAT_ASSIGN_OR_RETURN(const SurveyId survey,
                          ParseSurvey(request.survey(), "survey"));
  RASOAT_ASSIGN_OR_RETURN(
      const int size,
      rpc::PageSize(request.page_size(), {.usual = 50, .most = 500}));
  RASOAT_ASSIGN_OR_RETURN(auto start, rpc::PageStart<std::int64_t>(request));
  RASOAT_RETURN_IF_ERROR(surveys_.VillageOf(survey, call.deadline).status());
  RASOAT_ASSIGN_OR_RETURN(std::vector<SurveyReview> reviews,
                          reviews_.List(survey, start ? std::get<0>(*start) : 0,
                                        size + 1, call.deadline));
  v1::ListSurveyReviewsResponse response;
  if (static_cast<int>(reviews.size()) > size) {
    reviews.pop_back();
    response.set_next_page_token(
        rpc::NextPageToken(request, reviews.back().revision));
  }
  for (const SurveyReview& review : reviews) {
    *response.add_reviews() = ToProto(review);
  }
  return response;
}

}  // namespace rasoat::registry
