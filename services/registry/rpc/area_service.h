#pragma once

#include "rasoat/registry/v1/areas.grpc.pb.h"
#include "services/common/access/area_tree.h"
#include "services/common/rpc/calls.h"
#include "services/registry/intake/area_catalog.h"

namespace rasoat::registry {

/// rasoat.registry.v1.Areas. What it is made of must outlive it; `tree` is told
/// of new areas at once.
class AreaService final : public v1::Areas::CallbackService {
 public:
  AreaService(rpc::Calls& calls, AreaCatalog& areas, AreaStore& store,
              access::StoredAreaTree& tree)
      : calls_(calls), areas_(areas), store_(store), tree_(tree) {}

  grpc::ServerUnaryReactor* GetArea(grpc::CallbackServerContext* context,
                                    const v1::GetAreaRequest* request,
                                    v1::Area* response) override;
  grpc::ServerUnaryReactor* ListAreas(grpc::CallbackServerContext* context,
                                      const v1::ListAreasRequest* request,
                                      v1::ListAreasResponse* response) override;
  grpc::ServerUnaryReactor* ImportAreas(
      grpc::CallbackServerContext* context,
      const v1::ImportAreasRequest* request,
      v1::ImportAreasResponse* response) override;

 private:
  absl::StatusOr<v1::Area> Get(const v1::GetAreaRequest& request,
                               const rpc::Call& call);
  absl::StatusOr<v1::ListAreasResponse> List(
      const v1::ListAreasRequest& request, const rpc::Call& call);
  absl::StatusOr<v1::ImportAreasResponse> Import(
      const v1::ImportAreasRequest& request, const rpc::Call& call);

  rpc::Calls& calls_;
  AreaCatalog& areas_;
  AreaStore& store_;
  access::StoredAreaTree& tree_;
};

}  // namespace rasoat::registry
