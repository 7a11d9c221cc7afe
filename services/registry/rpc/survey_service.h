#pragma once

#include "rasoat/registry/v1/surveys.grpc.pb.h"
#include "services/common/rpc/calls.h"
#include "services/registry/intake/survey_check.h"
#include "services/registry/intake/visit_batcher.h"
#include "services/registry/rpc/duplicate_warnings.h"
#include "services/registry/store/survey_store.h"

namespace rasoat::registry {

/// rasoat.registry.v1.Surveys. What it is made of must outlive it. Without
/// warnings, receipts say nothing of duplicates.
class SurveyService final : public v1::Surveys::CallbackService {
 public:
  SurveyService(rpc::Calls& calls, VisitBatcher& batcher,
                SurveyChecker& checker, SurveyStore& store,
                const DuplicateWarnings* warnings = nullptr)
      : calls_(calls),
        batcher_(batcher),
        checker_(checker),
        store_(store),
        warnings_(warnings) {}

  grpc::ServerUnaryReactor* SubmitSurvey(grpc::CallbackServerContext* context,
                                         const v1::SubmitSurveyRequest* request,
                                         v1::Survey* response) override;
  grpc::ServerUnaryReactor* SubmitVisits(
      grpc::CallbackServerContext* context,
      const v1::SubmitVisitsRequest* request,
      v1::SubmitVisitsResponse* response) override;
  grpc::ServerUnaryReactor* CheckSurvey(
      grpc::CallbackServerContext* context,
      const v1::CheckSurveyRequest* request,
      v1::CheckSurveyResponse* response) override;
  grpc::ServerUnaryReactor* GetSurvey(grpc::CallbackServerContext* context,
                                      const v1::GetSurveyRequest* request,
                                      v1::Survey* response) override;
  grpc::ServerUnaryReactor* ListSurveys(
      grpc::CallbackServerContext* context,
      const v1::ListSurveysRequest* request,
      v1::ListSurveysResponse* response) override;
  grpc::ServerUnaryReactor* ListSurveyVersions(
      grpc::CallbackServerContext* context,
      const v1::ListSurveyVersionsRequest* request,
      v1::ListSurveyVersionsResponse* response) override;

 private:
  void Submit(const v1::SubmitSurveyRequest& request,
              rpc::Later<v1::Survey> later);
  void SubmitAll(const v1::SubmitVisitsRequest& request,
                 rpc::Later<v1::SubmitVisitsResponse> later);
  absl::StatusOr<v1::CheckSurveyResponse> Check(
      const v1::CheckSurveyRequest& request, const rpc::Call& call);
  absl::StatusOr<v1::ListSurveysResponse> List(
      const v1::ListSurveysRequest& request, const rpc::Call& call);
  absl::StatusOr<v1::ListSurveyVersionsResponse> ListVersions(
      const v1::ListSurveyVersionsRequest& request, const rpc::Call& call);

  rpc::Calls& calls_;
  VisitBatcher& batcher_;
  SurveyChecker& checker_;
  SurveyStore& store_;
  const DuplicateWarnings* const warnings_;
};

}  // namespace rasoat::registry
