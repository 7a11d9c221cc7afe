#pragma once

#include <functional>
#include <vector>

#include "rasoat/registry/v1/exports.grpc.pb.h"
#include "services/common/access/area_tree.h"
#include "services/common/rpc/calls.h"
#include "services/registry/domain/import_layout.h"
#include "services/registry/intake/area_catalog.h"
#include "services/registry/rpc/file_stream.h"
#include "services/registry/store/export_store.h"
#include "services/registry/transfer/household_export.h"

namespace rasoat::registry {

/// rasoat.registry.v1.Exports. Makes two files at a time, each first and whole
/// in a file without a name, so that a slow reader holds nothing up but that
/// file. What it is made of must outlive it.
class ExportService final : public v1::Exports::CallbackService {
 public:
  ExportService(rpc::Calls& calls, ExportStore& store, AreaCatalog& areas,
                access::AreaTree& tree, const ImportLayout& layout,
                ExportOptions options = {})
      : calls_(calls),
        store_(store),
        areas_(areas),
        tree_(tree),
        layout_(layout),
        options_(std::move(options)) {}

  grpc::ServerWriteReactor<google::api::HttpBody>* ExportHouseholds(
      grpc::CallbackServerContext* context,
      const v1::ExportHouseholdsRequest* request) override;

 private:
  /// What was asked for.
  struct Order {
    AreaCode area;
    std::vector<AreaCode> within;
    v1::ExportFormat format = v1::EXPORT_FORMAT_UNSPECIFIED;
    ExportFilter filter;
  };

  static absl::StatusOr<Order> Read(const v1::ExportHouseholdsRequest& request);
  bool Wants(const Order& order, const AreaCode& village) const;
  absl::StatusOr<SentFile> Make(const rpc::Call& call, const Order& order,
                                const std::function<bool()>& gone);
  absl::Status WalkAll(absl::FunctionRef<bool(const AreaCode&)> wants,
                       absl::FunctionRef<absl::Status(std::int64_t)> begin,
                       absl::FunctionRef<absl::Status(const Household&)> each,
                       absl::Time deadline);

  static constexpr std::size_t kAtOnce = 2;
  static constexpr std::size_t kWaiting = 16;

  rpc::Calls& calls_;
  ExportStore& store_;
  AreaCatalog& areas_;
  access::AreaTree& tree_;
  const ImportLayout& layout_;
  const ExportOptions options_;
  rpc::WorkerPool makers_{kAtOnce, kWaiting};  // last: it uses the rest
};

}  // namespace rasoat::registry
