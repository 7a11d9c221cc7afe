#pragma once

#include "rasoat/registry/v1/field_work.grpc.pb.h"
#include "services/common/access/area_tree.h"
#include "services/common/rpc/calls.h"
#include "services/registry/intake/area_package.h"
#include "services/registry/intake/field_intake.h"
#include "services/registry/load/form_shelf.h"
#include "services/registry/rpc/duplicate_warnings.h"
#include "services/registry/store/work_store.h"

namespace rasoat::registry {

/// rasoat.registry.v1.FieldWork. What it is made of must outlive it.
class FieldService final : public v1::FieldWork::CallbackService {
 public:
  struct Parts {
    Packer& packer;
    FieldIntake& intake;
    DeviceStore& devices;
    WorkStore& work;
    ReviewStore& reviews;
    AreaCatalog& areas;
    const FormShelf& forms;
    /// Null: nobody is told of duplicates.
    const DuplicateWarnings* warnings = nullptr;
  };

  FieldService(rpc::Calls& calls, const Parts& parts)
      : calls_(calls), parts_(parts) {}

  grpc::ServerWriteReactor<v1::AreaPackagePart>* GetAreaPackage(
      grpc::CallbackServerContext* context,
      const v1::GetAreaPackageRequest* request) override;
  grpc::ServerUnaryReactor* SubmitFieldWork(
      grpc::CallbackServerContext* context,
      const v1::SubmitFieldWorkRequest* request,
      v1::SubmitFieldWorkResponse* response) override;
  grpc::ServerUnaryReactor* ListWork(grpc::CallbackServerContext* context,
                                     const v1::ListWorkRequest* request,
                                     v1::ListWorkResponse* response) override;
  grpc::ServerUnaryReactor* RegisterDevice(
      grpc::CallbackServerContext* context,
      const v1::RegisterDeviceRequest* request, v1::Device* response) override;
  grpc::ServerUnaryReactor* ListDevices(
      grpc::CallbackServerContext* context,
      const v1::ListDevicesRequest* request,
      v1::ListDevicesResponse* response) override;

 private:
  absl::StatusOr<v1::SubmitFieldWorkResponse> Submit(
      const v1::SubmitFieldWorkRequest& request, const rpc::Call& call);
  /// Adds whom the people of items look like.
  void WarnOf(const FieldOutcome& outcome, const rpc::Call& call,
              v1::SubmitFieldWorkResponse& response) const;
  absl::StatusOr<v1::ListWorkResponse> Work(const v1::ListWorkRequest& request,
                                            const rpc::Call& call);
  absl::StatusOr<WorkFilter> FilterOf(const v1::ListWorkRequest& request,
                                      const rpc::Call& call);
  absl::StatusOr<v1::Device> Register(const v1::RegisterDeviceRequest& request,
                                      const rpc::Call& call);
  absl::StatusOr<v1::ListDevicesResponse> List(
      const v1::ListDevicesRequest& request, const rpc::Call& call);

  rpc::Calls& calls_;
  const Parts parts_;
};

}  // namespace rasoat::registry
