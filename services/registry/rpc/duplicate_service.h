#pragma once

#include <utility>
#include <vector>

#include "rasoat/registry/v1/duplicates.grpc.pb.h"
#include "services/common/rpc/calls.h"
#include "services/registry/intake/area_villages.h"
#include "services/registry/load/duplicate_marks.h"
#include "services/registry/store/duplicate_finder.h"
#include "services/registry/store/duplicate_store.h"
#include "services/registry/store/household_store.h"

namespace rasoat::registry {

/// rasoat.registry.v1.Duplicates. What it is made of must outlive it.
class DuplicateService final : public v1::Duplicates::CallbackService {
 public:
  struct Parts {
    AreaCatalog& areas;
    AreaVillages& villages;
    HouseholdStore& households;
    DuplicateFinder& finder;
    DuplicateStore& cases;
    const PersonRules& rules;
    const MarkedReasons& reasons;
  };

  DuplicateService(rpc::Calls& calls, const Parts& parts)
      : calls_(calls), parts_(parts) {}

  grpc::ServerUnaryReactor* ListDuplicates(
      grpc::CallbackServerContext* context,
      const v1::ListDuplicatesRequest* request,
      v1::ListDuplicatesResponse* response) override;
  grpc::ServerUnaryReactor* GetDuplicate(grpc::CallbackServerContext* context,
                                         const v1::GetDuplicateRequest* request,
                                         v1::Duplicate* response) override;
  grpc::ServerUnaryReactor* DismissDuplicate(
      grpc::CallbackServerContext* context,
      const v1::DismissDuplicateRequest* request,
      v1::Duplicate* response) override;
  grpc::ServerUnaryReactor* MergeDuplicate(
      grpc::CallbackServerContext* context,
      const v1::MergeDuplicateRequest* request,
      v1::Duplicate* response) override;
  grpc::ServerUnaryReactor* ScanDuplicates(
      grpc::CallbackServerContext* context,
      const v1::ScanDuplicatesRequest* request,
      v1::ScanDuplicatesResponse* response) override;

 private:
  absl::StatusOr<v1::ListDuplicatesResponse> List(
      const v1::ListDuplicatesRequest& request, const rpc::Call& call);
  absl::StatusOr<v1::Duplicate> Dismiss(
      const v1::DismissDuplicateRequest& request, const rpc::Call& call);
  absl::StatusOr<v1::Duplicate> Merge(const v1::MergeDuplicateRequest& request,
                                      const rpc::Call& call);
  absl::Status Unite(const v1::MergeDuplicateRequest& request,
                     const DuplicateCase& one, const HouseholdId& keep,
                     const rpc::Call& call);
  absl::StatusOr<v1::ScanDuplicatesResponse> Scan(
      const v1::ScanDuplicatesRequest& request, const rpc::Call& call);
  absl::StatusOr<v1::Duplicate> Shown(const DuplicateCase& one,
                                      absl::Time deadline);

  rpc::Calls& calls_;
  const Parts parts_;
};

}  // namespace rasoat::registry
