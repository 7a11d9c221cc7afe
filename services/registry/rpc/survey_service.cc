#include "services/registry/rpc/survey_service.h"

#include <string>
#include <utility>
#include <vector>

#include "services/common/rpc/paging.h"
#include "services/common/status/status_macros.h"
#include "services/registry/rpc/item_error.h"
#include "services/registry/rpc/names.h"
#include "services/registry/rpc/survey_proto.h"
#include "services/registry/rpc/take_in_batch.h"
#include "services/registry/rpc/visit_proto.h"

namespace rasoat::registry {
namespace {

constexpr int kMostVisits = 200;

/// The survey after which the page starts, or none.
absl::StatusOr<SurveyId> Start(const google::protobuf::Message& request) {
  RASOAT_ASSIGN_OR_RETURN(auto start, rpc::PageStart<std::string>(request));
  if (!start) return SurveyId();
  absl::StatusOr<SurveyId> id = ParseSurvey(std::get<0>(*start), "page_token");
  if (!id.ok()) return rpc::PageTokenWrong();
  return *id;
}

/// Up to `size` surveys, with the token that leads on if there are more.
template <class Response>
Response PageOf(std::vector<Survey> surveys, int size,
                const google::protobuf::Message& request) {
  Response response;
  if (static_cast<int>(surveys.size()) > size) {
    surveys.pop_back();
    response.set_next_page_token(
        rpc::NextPageToken(request, NameOf(surveys.back().id)));
  }
  for (const Survey& survey : surveys) {
    *response.add_surveys() = ToProto(survey);
  }
  return response;
}

}  // namespace

grpc::ServerUnaryReactor* SurveyService::SubmitSurvey(
    grpc::CallbackServerContext* context,
    const v1::SubmitSurveyRequest* request, v1::Survey* response) {
  return calls_.UnaryLater(context, request, response,
                           [=, this](rpc::Later<v1::Survey> later) {
                             Submit(*request, std::move(later));
                           });
}

grpc::ServerUnaryReactor* SurveyService::SubmitVisits(
    grpc::CallbackServerContext* context,
    const v1::SubmitVisitsRequest* request,
    v1::SubmitVisitsResponse* response) {
  return calls_.UnaryLater(
      context, request, response,
      [=, this](rpc::Later<v1::SubmitVisitsResponse> later) {
        SubmitAll(*request, std::move(later));
      });
}

grpc::ServerUnaryReactor* SurveyService::CheckSurvey(
    grpc::CallbackServerContext* context, const v1::CheckSurveyRequest* request,
    v1::CheckSurveyResponse* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) { return Check(*request, call); });
}

grpc::ServerUnaryReactor* SurveyService::GetSurvey(
    grpc::CallbackServerContext* context, const v1::GetSurveyRequest* request,
    v1::Survey* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) -> absl::StatusOr<v1::Survey> {
        RASOAT_ASSIGN_OR_RETURN(SurveyId id,
                                ParseSurvey(request->name(), "name"));
        RASOAT_ASSIGN_OR_RETURN(Survey survey, store_.Get(id, call.deadline));
        return ToProto(survey);
      });
}

grpc::ServerUnaryReactor* SurveyService::ListSurveys(
    grpc::CallbackServerContext* context, const v1::ListSurveysRequest* request,
    v1::ListSurveysResponse* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) { return List(*request, call); });
}

grpc::ServerUnaryReactor* SurveyService::ListSurveyVersions(
    grpc::CallbackServerContext* context,
    const v1::ListSurveyVersionsRequest* request,
    v1::ListSurveyVersionsResponse* response) {
  return calls_.Unary(context, request, response,
                      [=, this](const rpc::Call& call) {
                        return ListVersions(*request, call);
                      });
}

void SurveyService::Submit(const v1::SubmitSurveyRequest& request,
                           rpc::Later<v1::Survey> later) {
  std::vector<VisitDraft> drafts;
  drafts.push_back(FromProto(request));
  TakeInBatch(
      batcher_, std::move(drafts), request.ByteSizeLong(), std::move(later),
      [this](std::vector<VisitOutcome> outcomes, rpc::Later<v1::Survey> later) {
        VisitOutcome& outcome = outcomes[0];
        if (!outcome.status.ok()) {
          return std::move(later).Answer(outcome.status);
        }
        if (outcome.kept.survey) {
          return std::move(later).Answer(ToProto(*outcome.kept.survey));
        }
        std::move(later).AnswerWith(
            [this, id = outcome.survey](
                const rpc::Call& call) -> absl::StatusOr<v1::Survey> {
              RASOAT_ASSIGN_OR_RETURN(Survey survey,
                                      store_.Get(id, call.deadline));
              return ToProto(survey);
            });
      });
}

void SurveyService::SubmitAll(const v1::SubmitVisitsRequest& request,
                              rpc::Later<v1::SubmitVisitsResponse> later) {
  if (absl::Status count =
          CheckItemCount(request.visits_size(), kMostVisits, "visits");
      !count.ok()) {
    return std::move(later).Answer(std::move(count));
  }
  std::vector<VisitDraft> drafts;
  drafts.reserve(request.visits_size());
  for (const v1::Visit& visit : request.visits()) {
    drafts.push_back(FromProto(visit));
  }
  TakeInBatch(
      batcher_, std::move(drafts), request.ByteSizeLong(), std::move(later),
      [this](std::vector<VisitOutcome> outcomes,
             rpc::Later<v1::SubmitVisitsResponse> later) {
        v1::SubmitVisitsResponse response;
        for (VisitOutcome& outcome : outcomes) {
          outcome.status = WithWarnings(warnings_, outcome, later.call());
          v1::VisitReceipt& receipt = *response.add_receipts();
          receipt = ToProto(outcome);
          Warn(warnings_, outcome, later.call(),
               *receipt.mutable_suspected_duplicates());
        }
        std::move(later).Answer(std::move(response));
      });
}

absl::StatusOr<v1::CheckSurveyResponse> SurveyService::Check(
    const v1::CheckSurveyRequest& request, const rpc::Call& call) {
  v1::SubmitSurveyRequest submitted;
  *submitted.mutable_survey() = request.survey();
  RASOAT_ASSIGN_OR_RETURN(
      const SurveyVerdict verdict,
      checker_.Check(FromProto(submitted), SubmissionOf(call)));
  v1::CheckSurveyResponse response;
  for (const Violation& fault : verdict.faults) {
    *response.add_faults() = ToProto(fault);
  }
  for (const Violation& warning : verdict.warnings) {
    *response.add_warnings() = ToProto(warning);
  }
  return response;
}

absl::StatusOr<v1::ListSurveysResponse> SurveyService::List(
    const v1::ListSurveysRequest& request, const rpc::Call& call) {
  SurveyFilter filter{.show_replaced = request.show_replaced(),
                      .status = FromProto(request.status()),
                      .kind = FromProto(request.form_kind())};
  RASOAT_ASSIGN_OR_RETURN(filter.village,
                          ParseArea(request.village(), "village"));
  RASOAT_ASSIGN_OR_RETURN(filter.round, ParseRound(request.round(), "round"));
  RASOAT_ASSIGN_OR_RETURN(
      int size, rpc::PageSize(request.page_size(), {.usual = 50, .most = 500}));
  RASOAT_ASSIGN_OR_RETURN(auto start, rpc::PageStart<std::string>(request));
  RASOAT_ASSIGN_OR_RETURN(const SurveyId after, Start(request));
  RASOAT_ASSIGN_OR_RETURN(std::vector<Survey> surveys,
                          store_.List(filter, after, size + 1, call.deadline));
  return PageOf<v1::ListSurveysResponse>(std::move(surveys), size, request);
}

absl::StatusOr<v1::ListSurveyVersionsResponse> SurveyService::ListVersions(
    const v1::ListSurveyVersionsRequest& request, const rpc::Call& call) {
  RASOAT_ASSIGN_OR_RETURN(const SurveyId id,
                          ParseSurvey(request.name(), "name"));
  RASOAT_ASSIGN_OR_RETURN(
      int size, rpc::PageSize(request.page_size(), {.usual = 50, .most = 500}));
  RASOAT_ASSIGN_OR_RETURN(const SurveyId after, Start(request));
  RASOAT_ASSIGN_OR_RETURN(std::vector<Survey> surveys,
                          store_.Versions(id, after, size + 1, call.deadline));
  return PageOf<v1::ListSurveyVersionsResponse>(std::move(surveys), size,
                                                request);
}

}  // namespace rasoat::registry
