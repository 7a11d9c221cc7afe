#pragma once

#include "rasoat/registry/v1/area_reforms.grpc.pb.h"
#include "services/common/access/area_tree.h"
#include "services/common/rpc/calls.h"
#include "services/registry/intake/area_catalog.h"

namespace rasoat::registry {

/// rasoat.registry.v1.AreaReforms. What it is made of must outlive it; `tree`
/// is told of new parents at once.
class AreaReformService final : public v1::AreaReforms::CallbackService {
 public:
  AreaReformService(rpc::Calls& calls, AreaCatalog& areas, AreaStore& store,
                    access::StoredAreaTree& tree)
      : calls_(calls), areas_(areas), store_(store), tree_(tree) {}

  grpc::ServerUnaryReactor* ImportReform(
      grpc::CallbackServerContext* context,
      const v1::ImportReformRequest* request,
      v1::ImportReformResponse* response) override;
  grpc::ServerUnaryReactor* ListSuccessors(
      grpc::CallbackServerContext* context,
      const v1::ListSuccessorsRequest* request,
      v1::ListSuccessorsResponse* response) override;
  grpc::ServerUnaryReactor* ListPredecessors(
      grpc::CallbackServerContext* context,
      const v1::ListPredecessorsRequest* request,
      v1::ListPredecessorsResponse* response) override;
  grpc::ServerUnaryReactor* ListLooseUnits(
      grpc::CallbackServerContext* context,
      const v1::ListLooseUnitsRequest* request,
      v1::ListLooseUnitsResponse* response) override;

 private:
  absl::StatusOr<v1::ImportReformResponse> Import(
      const v1::ImportReformRequest& request, const rpc::Call& call);
  absl::StatusOr<v1::ListSuccessorsResponse> Successors(
      const v1::ListSuccessorsRequest& request, const rpc::Call& call);
  absl::StatusOr<v1::ListPredecessorsResponse> Predecessors(
      const v1::ListPredecessorsRequest& request, const rpc::Call& call);
  absl::StatusOr<v1::ListLooseUnitsResponse> Loose(
      const v1::ListLooseUnitsRequest& request, const rpc::Call& call);

  rpc::Calls& calls_;
  AreaCatalog& areas_;
  AreaStore& store_;
  access::StoredAreaTree& tree_;
};

}  // namespace rasoat::registry
