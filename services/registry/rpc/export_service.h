#pragma once

#include "rasoat/registry/v1/exports.grpc.pb.h"
#include "services/common/access/area_tree.h"
#include "services/common/rpc/calls.h"
#include "services/registry/intake/area_catalog.h"
#include "services/registry/store/export_store.h"
#include "services/registry/transfer/household_export.h"

namespace rasoat::registry {

/// rasoat.registry.v1.Exports. Makes two files at a time, each first and whole
/// in a file without a name, so that a slow reader holds nothing up but that
/// file. What it is made of must outlive it.
class ExportService final : public v1::Exports::CallbackService {
 public:
  ExportService(rpc::Calls& calls, ExportStore& store, AreaCatalog& areas,
                access::AreaTree& tree, ExportOptions options = {})
      : calls_(calls),
        store_(store),
        areas_(areas),
        tree_(tree),
        options_(std::move(options)) {}

  grpc::ServerWriteReactor<google::api::HttpBody>* ExportHouseholds(
      grpc::CallbackServerContext* context,
      const v1::ExportHouseholdsRequest* request) override;

 private:
  static constexpr std::size_t kAtOnce = 2;
  static constexpr std::size_t kWaiting = 16;

  rpc::Calls& calls_;
  ExportStore& store_;
  AreaCatalog& areas_;
  access::AreaTree& tree_;
  const ExportOptions options_;
  rpc::WorkerPool makers_{kAtOnce, kWaiting};  // last: it uses the rest
};

}  // namespace rasoat::registry
