#pragma once

#include "rasoat/registry/v1/legal_holds.grpc.pb.h"
#include "services/common/rpc/calls.h"
#include "services/registry/intake/area_villages.h"
#include "services/registry/store/legal_hold_store.h"

namespace rasoat::registry {

/// rasoat.registry.v1.LegalHolds. What it is made of must outlive it.
class LegalHoldService final : public v1::LegalHolds::CallbackService {
 public:
  LegalHoldService(rpc::Calls& calls, LegalHoldStore& holds,
                   AreaVillages& villages)
      : calls_(calls), holds_(holds), villages_(villages) {}

  grpc::ServerUnaryReactor* CreateLegalHold(
      grpc::CallbackServerContext* context,
      const v1::CreateLegalHoldRequest* request,
      v1::LegalHold* response) override;
  grpc::ServerUnaryReactor* ListLegalHolds(
      grpc::CallbackServerContext* context,
      const v1::ListLegalHoldsRequest* request,
      v1::ListLegalHoldsResponse* response) override;
  grpc::ServerUnaryReactor* ReleaseLegalHold(
      grpc::CallbackServerContext* context,
      const v1::ReleaseLegalHoldRequest* request,
      v1::ReleaseLegalHoldResponse* response) override;

 private:
  absl::StatusOr<v1::LegalHold> Create(
      const v1::CreateLegalHoldRequest& request, const rpc::Call& call);
  absl::StatusOr<v1::ListLegalHoldsResponse> List(
      const v1::ListLegalHoldsRequest& request, const rpc::Call& call);

  rpc::Calls& calls_;
  LegalHoldStore& holds_;
  AreaVillages& villages_;
};

}  // namespace rasoat::registry
