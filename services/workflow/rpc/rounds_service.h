#pragma once

#include "rasoat/workflow/v1/rounds.grpc.pb.h"
#include "services/common/rpc/calls.h"
#include "services/workflow/load/procedures.h"
#include "services/workflow/store/round_store.h"
#include "services/workflow/store/village_store.h"

namespace rasoat::workflow {

/// Serves rasoat.workflow.v1.Rounds. Thread safe; what it refers to must
/// outlive it.
class RoundsService final : public v1::Rounds::CallbackService {
 public:
  RoundsService(rpc::Calls& calls, const ProcedureCatalog& procedures,
                RoundStore& rounds, VillageStore& villages)
      : calls_(calls),
        procedures_(procedures),
        rounds_(rounds),
        villages_(villages) {}

  grpc::ServerUnaryReactor* CreateRound(grpc::CallbackServerContext* context,
                                        const v1::CreateRoundRequest* request,
                                        v1::Round* response) override;
  grpc::ServerUnaryReactor* GetRound(grpc::CallbackServerContext* context,
                                     const v1::GetRoundRequest* request,
                                     v1::Round* response) override;
  grpc::ServerUnaryReactor* ListRounds(
      grpc::CallbackServerContext* context,
      const v1::ListRoundsRequest* request,
      v1::ListRoundsResponse* response) override;
  grpc::ServerUnaryReactor* GetProcedure(grpc::CallbackServerContext* context,
                                         const v1::GetProcedureRequest* request,
                                         v1::Procedure* response) override;
  grpc::ServerUnaryReactor* GetVillage(grpc::CallbackServerContext* context,
                                       const v1::GetVillageRequest* request,
                                       v1::Village* response) override;
  grpc::ServerUnaryReactor* ListVillages(
      grpc::CallbackServerContext* context,
      const v1::ListVillagesRequest* request,
      v1::ListVillagesResponse* response) override;
  grpc::ServerUnaryReactor* StartStep(grpc::CallbackServerContext* context,
                                      const v1::StartStepRequest* request,
                                      v1::Village* response) override;
  grpc::ServerUnaryReactor* CompleteStep(grpc::CallbackServerContext* context,
                                         const v1::CompleteStepRequest* request,
                                         v1::Village* response) override;

 private:
  absl::StatusOr<v1::Village> Go(const rpc::Call& call, const std::string& name,
                                 const std::string& etag, const Move& move);

  rpc::Calls& calls_;
  const ProcedureCatalog& procedures_;
  RoundStore& rounds_;
  VillageStore& villages_;
};

}  // namespace rasoat::workflow
