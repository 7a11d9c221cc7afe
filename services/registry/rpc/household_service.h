#pragma once

#include "rasoat/registry/v1/households.grpc.pb.h"
#include "services/common/rpc/calls.h"
#include "services/registry/intake/visit_batcher.h"
#include "services/registry/rpc/duplicate_warnings.h"

namespace rasoat::registry {

/// rasoat.registry.v1.Households. What it is made of must outlive it. Without
/// warnings, answers say nothing of duplicates.
class HouseholdService final : public v1::Households::CallbackService {
 public:
  HouseholdService(rpc::Calls& calls, VisitBatcher& batcher,
                   HouseholdStore& store, AreaCatalog& areas,
                   const PersonRules& rules,
                   const DuplicateWarnings* warnings = nullptr)
      : calls_(calls),
        batcher_(batcher),
        store_(store),
        areas_(areas),
        rules_(rules),
        warnings_(warnings) {}

  grpc::ServerUnaryReactor* CreateHousehold(
      grpc::CallbackServerContext* context,
      const v1::CreateHouseholdRequest* request,
      v1::Household* response) override;
  grpc::ServerUnaryReactor* BatchCreateHouseholds(
      grpc::CallbackServerContext* context,
      const v1::BatchCreateHouseholdsRequest* request,
      v1::BatchCreateHouseholdsResponse* response) override;
  grpc::ServerUnaryReactor* GetHousehold(grpc::CallbackServerContext* context,
                                         const v1::GetHouseholdRequest* request,
                                         v1::Household* response) override;
  grpc::ServerUnaryReactor* ListHouseholds(
      grpc::CallbackServerContext* context,
      const v1::ListHouseholdsRequest* request,
      v1::ListHouseholdsResponse* response) override;
  grpc::ServerUnaryReactor* UpdateHousehold(
      grpc::CallbackServerContext* context,
      const v1::UpdateHouseholdRequest* request,
      v1::Household* response) override;

 private:
  void Create(const v1::CreateHouseholdRequest& request,
              rpc::Later<v1::Household> later);
  void BatchCreate(const v1::BatchCreateHouseholdsRequest& request,
                   rpc::Later<v1::BatchCreateHouseholdsResponse> later);
  absl::StatusOr<v1::ListHouseholdsResponse> List(
      const v1::ListHouseholdsRequest& request, const rpc::Call& call);
  absl::StatusOr<v1::Household> Update(
      const v1::UpdateHouseholdRequest& request, const rpc::Call& call);

  rpc::Calls& calls_;
  VisitBatcher& batcher_;
  HouseholdStore& store_;
  AreaCatalog& areas_;
  const PersonRules& rules_;
  const DuplicateWarnings* const warnings_;
};

}  // namespace rasoat::registry
