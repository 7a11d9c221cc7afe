// A package as a stream of messages.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "rasoat/registry/v1/field_work.pb.h"
#include "services/common/rpc/call.h"
#include "services/registry/intake/area_catalog.h"
#include "services/registry/intake/area_package.h"
#include "services/registry/load/form_shelf.h"
#include "services/registry/store/device_store.h"

namespace rasoat::registry {

/// Makes the messages of one GetAreaPackage call, one after the other. One
/// thread at a time; what it is made of must outlive it.
class PackageStream {
 public:
  struct Parts {
    Packer& packer;
    AreaCatalog& areas;
    DeviceStore& devices;
    const FormShelf& forms;
  };

  PackageStream(const v1::GetAreaPackageRequest& request, const Parts& parts)
      : request_(request), parts_(parts) {}

  /// Fills the next message; false when there is none. The device is noted to
  /// have the package before the last one is sent: a device that misses that
  /// asks for it again.
  absl::StatusOr<bool> Next(const rpc::Call& call, v1::AreaPackagePart& part);

 private:
  absl::Status Begin(const rpc::Call& call, v1::AreaPackagePart& part);
  absl::Status ReadRequest(const rpc::Call& call);
  absl::Status FindPlace(const rpc::Call& call);
  void WriteHeader(v1::AreaPackagePart& part) const;
  std::string Token() const;
  absl::Status NoteDevice(const rpc::Call& call) const;

  const v1::GetAreaPackageRequest& request_;
  const Parts parts_;
  PackageRequest asked_;
  DeviceId device_;
  PackagePlace place_;
  bool begun_ = false;
};

}  // namespace rasoat::registry
