#pragma once

#include "rasoat/workflow/v1/preparation.grpc.pb.h"
#include "services/common/rpc/calls.h"
#include "services/workflow/store/preparation_store.h"
#include "services/workflow/store/round_store.h"

namespace rasoat::workflow {

/// Serves rasoat.workflow.v1.Preparation. Thread safe; what it refers to must
/// outlive it.
class PreparationService final : public v1::Preparation::CallbackService {
 public:
  PreparationService(rpc::Calls& calls, RoundStore& rounds,
                     PreparationStore& preparation)
      : calls_(calls), rounds_(rounds), preparation_(preparation) {}

  grpc::ServerUnaryReactor* RecordMilestones(
      grpc::CallbackServerContext* context,
      const v1::RecordMilestonesRequest* request,
      v1::RecordMilestonesResponse* response) override;
  grpc::ServerUnaryReactor* ListMilestones(
      grpc::CallbackServerContext* context,
      const v1::ListMilestonesRequest* request,
      v1::ListMilestonesResponse* response) override;
  grpc::ServerUnaryReactor* CreateTrainingClass(
      grpc::CallbackServerContext* context,
      const v1::CreateTrainingClassRequest* request,
      v1::TrainingClass* response) override;
  grpc::ServerUnaryReactor* ListTrainingClasses(
      grpc::CallbackServerContext* context,
      const v1::ListTrainingClassesRequest* request,
      v1::ListTrainingClassesResponse* response) override;
  grpc::ServerUnaryReactor* RecordAttendance(
      grpc::CallbackServerContext* context,
      const v1::RecordAttendanceRequest* request,
      v1::TrainingClass* response) override;

 private:
  rpc::Calls& calls_;
  RoundStore& rounds_;
  PreparationStore& preparation_;
};

}  // namespace rasoat::workflow
