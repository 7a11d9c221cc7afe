// The calls that say why.
#pragma once

#include "rasoat/scoring/v1/explanations.grpc.pb.h"
#include "services/common/rpc/calls.h"
#include "services/scoring/load/catalogue.h"
#include "services/scoring/store/assessment_store.h"

namespace rasoat::scoring {

/// Serves `rasoat.scoring.v1.Explanations`. What it is made with must outlive
/// it.
class ExplanationService final : public v1::Explanations::CallbackService {
 public:
  ExplanationService(rpc::Calls& calls, const Catalogue& catalogue,
                     AssessmentStore& store)
      : calls_(calls), catalogue_(catalogue), store_(store) {}

  grpc::ServerUnaryReactor* ExplainAssessment(
      grpc::CallbackServerContext* context,
      const v1::ExplainAssessmentRequest* request,
      v1::Explanation* response) override;
  grpc::ServerUnaryReactor* ExplainScore(grpc::CallbackServerContext* context,
                                         const v1::ExplainScoreRequest* request,
                                         v1::Explanation* response) override;
  grpc::ServerUnaryReactor* ReplayAssessment(
      grpc::CallbackServerContext* context,
      const v1::ReplayAssessmentRequest* request,
      v1::Replay* response) override;

 private:
  /// An assessment with what it was made of.
  struct Kept {
    AssessmentRow row;
    const KnownStandard* known = nullptr;
    std::string facts;
  };
  absl::StatusOr<Kept> Find(const std::string& name, const rpc::Call& call);

  rpc::Calls& calls_;
  const Catalogue& catalogue_;
  AssessmentStore& store_;
};

}  // namespace rasoat::scoring
