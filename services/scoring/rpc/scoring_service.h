// The calls about scores.
#pragma once

#include "rasoat/scoring/v1/scoring.grpc.pb.h"
#include "services/common/rpc/calls.h"
#include "services/scoring/load/catalogue.h"
#include "services/scoring/store/assessment_store.h"

namespace rasoat::scoring {

/// Serves `rasoat.scoring.v1.Scoring`. What it is made with must outlive it.
class ScoringService final : public v1::Scoring::CallbackService {
 public:
  ScoringService(rpc::Calls& calls, const Catalogue& catalogue,
                 AssessmentStore& store)
      : calls_(calls), catalogue_(catalogue), store_(store) {}

  grpc::ServerUnaryReactor* Score(grpc::CallbackServerContext* context,
                                  const v1::ScoreRequest* request,
                                  v1::Assessment* response) override;
  grpc::ServerUnaryReactor* GetAssessment(
      grpc::CallbackServerContext* context,
      const v1::GetAssessmentRequest* request,
      v1::Assessment* response) override;
  grpc::ServerUnaryReactor* ListAssessments(
      grpc::CallbackServerContext* context,
      const v1::ListAssessmentsRequest* request,
      v1::ListAssessmentsResponse* response) override;

 private:
  rpc::Calls& calls_;
  const Catalogue& catalogue_;
  AssessmentStore& store_;
};

}  // namespace rasoat::scoring
