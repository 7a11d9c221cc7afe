#pragma once

#include "rasoat/registry/v1/personal_data.grpc.pb.h"
#include "services/common/rpc/calls.h"
#include "services/registry/intake/area_catalog.h"
#include "services/registry/store/access_store.h"
#include "services/registry/store/household_store.h"

namespace rasoat::registry {

/// rasoat.registry.v1.PersonalDataLog. What it is made of must outlive it.
class PersonalDataLogService final
    : public v1::PersonalDataLog::CallbackService {
 public:
  PersonalDataLogService(rpc::Calls& calls, AccessStore& log,
                         HouseholdStore& households, AreaCatalog& areas)
      : calls_(calls), log_(log), households_(households), areas_(areas) {}

  grpc::ServerUnaryReactor* ListAccesses(
      grpc::CallbackServerContext* context,
      const v1::ListAccessesRequest* request,
      v1::ListAccessesResponse* response) override;
  grpc::ServerUnaryReactor* VerifyAccessLog(
      grpc::CallbackServerContext* context,
      const v1::VerifyAccessLogRequest* request,
      v1::VerifyAccessLogResponse* response) override;

 private:
  absl::StatusOr<v1::ListAccessesResponse> List(
      const v1::ListAccessesRequest& request, const rpc::Call& call);
  absl::StatusOr<v1::VerifyAccessLogResponse> Verify(
      const v1::VerifyAccessLogRequest& request, const rpc::Call& call);
  absl::StatusOr<AccessFilter> FilterOf(const v1::ListAccessesRequest& request,
                                        const rpc::Call& call);

  rpc::Calls& calls_;
  AccessStore& log_;
  HouseholdStore& households_;
  AreaCatalog& areas_;
};

}  // namespace rasoat::registry
