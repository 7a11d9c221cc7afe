#pragma once

#include "rasoat/registry/v1/legal_holds.grpc.pb.h"
#include "services/common/access/area_tree.h"
#include "services/common/rpc/calls.h"
#include "services/registry/intake/area_villages.h"
#include "services/registry/store/household_store.h"
#include "services/registry/store/legal_hold_store.h"

namespace rasoat::registry {

/// rasoat.registry.v1.LegalHolds. What it is made of must outlive it.
class LegalHoldService final : public v1::LegalHolds::CallbackService {
 public:
  LegalHoldService(rpc::Calls& calls, LegalHoldStore& holds,
                   HouseholdStore& households, AreaVillages& villages,
                   access::AreaTree& tree)
      : calls_(calls),
        holds_(holds),
        households_(households),
        villages_(villages),
        tree_(tree) {}

  grpc::ServerUnaryReactor* CreateLegalHold(
      grpc::CallbackServerContext* context,
      const v1::CreateLegalHoldRequest* request,
      v1::LegalHold* response) override;
  grpc::ServerUnaryReactor* ListLegalHolds(
      grpc::CallbackServerContext* context,
      const v1::ListLegalHoldsRequest* request,
      v1::ListLegalHoldsResponse* response) override;
  grpc::ServerUnaryReactor* ListPastLegalHolds(
      grpc::CallbackServerContext* context,
      const v1::ListPastLegalHoldsRequest* request,
      v1::ListPastLegalHoldsResponse* response) override;
  grpc::ServerUnaryReactor* ReleaseLegalHold(
      grpc::CallbackServerContext* context,
      const v1::ReleaseLegalHoldRequest* request,
      v1::ReleaseLegalHoldResponse* response) override;

 private:
  absl::StatusOr<v1::LegalHold> Create(
      const v1::CreateLegalHoldRequest& request, const rpc::Call& call);
  absl::StatusOr<v1::ListLegalHoldsResponse> List(
      const v1::ListLegalHoldsRequest& request, const rpc::Call& call);
  absl::StatusOr<v1::ReleaseLegalHoldResponse> Release(
      const v1::ReleaseLegalHoldRequest& request, const rpc::Call& call);
  absl::StatusOr<v1::ListPastLegalHoldsResponse> ListPast(
      const v1::ListPastLegalHoldsRequest& request, const rpc::Call& call);
  absl::StatusOr<OfficeTier> TierOf(const HouseholdId& household,
                                    const rpc::Call& call);

  rpc::Calls& calls_;
  LegalHoldStore& holds_;
  HouseholdStore& households_;
  AreaVillages& villages_;
  access::AreaTree& tree_;
};

}  // namespace rasoat::registry
