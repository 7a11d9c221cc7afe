#pragma once

#include <vector>

#include "rasoat/registry/v1/erasures.grpc.pb.h"
#include "services/common/access/area_tree.h"
#include "services/common/rpc/calls.h"
#include "services/registry/intake/area_catalog.h"
#include "services/registry/intake/area_villages.h"
#include "services/registry/store/erasure_store.h"
#include "services/registry/store/household_store.h"

namespace rasoat::registry {

/// rasoat.registry.v1.Erasures. What it is made of must outlive it.
class ErasureService final : public v1::Erasures::CallbackService {
 public:
  ErasureService(rpc::Calls& calls, ErasureStore& erasures,
                 HouseholdStore& households, AreaCatalog& areas,
                 AreaVillages& villages, access::AreaTree& tree)
      : calls_(calls),
        erasures_(erasures),
        households_(households),
        areas_(areas),
        villages_(villages),
        tree_(tree) {}

  grpc::ServerUnaryReactor* CreateErasure(
      grpc::CallbackServerContext* context,
      const v1::CreateErasureRequest* request, v1::Erasure* response) override;
  grpc::ServerUnaryReactor* GetErasure(grpc::CallbackServerContext* context,
                                       const v1::GetErasureRequest* request,
                                       v1::Erasure* response) override;
  grpc::ServerUnaryReactor* ListErasures(
      grpc::CallbackServerContext* context,
      const v1::ListErasuresRequest* request,
      v1::ListErasuresResponse* response) override;
  grpc::ServerUnaryReactor* ApproveErasure(
      grpc::CallbackServerContext* context,
      const v1::ApproveErasureRequest* request, v1::Erasure* response) override;
  grpc::ServerUnaryReactor* RejectErasure(
      grpc::CallbackServerContext* context,
      const v1::RejectErasureRequest* request, v1::Erasure* response) override;

 private:
  absl::StatusOr<v1::Erasure> Create(const v1::CreateErasureRequest& request,
                                     const rpc::Call& call);
  absl::StatusOr<v1::ListErasuresResponse> List(
      const v1::ListErasuresRequest& request, const rpc::Call& call);
  absl::StatusOr<v1::Erasure> Decide(absl::string_view name, ErasureState state,
                                     const std::string& remark,
                                     const rpc::Call& call);
  absl::StatusOr<std::vector<ErasureArea>> AreasAbove(
      const HouseholdId& household, absl::Time deadline);

  rpc::Calls& calls_;
  ErasureStore& erasures_;
  HouseholdStore& households_;
  AreaCatalog& areas_;
  AreaVillages& villages_;
  access::AreaTree& tree_;
};

}  // namespace rasoat::registry
