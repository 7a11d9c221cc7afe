#pragma once

#include <string>

#include "rasoat/registry/v1/imports.grpc.pb.h"
#include "services/common/ids/ulid.h"
#include "services/common/rpc/calls.h"
#include "services/registry/intake/area_catalog.h"
#include "services/registry/rpc/import_proto.h"
#include "services/registry/store/import_store.h"
#include "services/registry/transfer/import_worker.h"

namespace rasoat::registry {

/// What the service of imports is told by the settings.
struct ImportSettings {
  std::int64_t most_bytes = std::int64_t{512} << 20;
  absl::Duration kept = absl::Hours(24 * 30);
  std::string scratch_folder = "/tmp";
};

/// rasoat.registry.v1.Imports. What it is made of must outlive it.
class ImportService final : public v1::Imports::CallbackService {
 public:
  ImportService(rpc::Calls& calls, ImportStore& store, AreaCatalog& areas,
                const ImportLayout& layout, IdSource& ids, ImportWorker& worker,
                ImportSettings settings)
      : calls_(calls),
        store_(store),
        areas_(areas),
        layout_(layout),
        ids_(ids),
        worker_(worker),
        settings_(std::move(settings)),
        report_makers_(2, 8) {}

  grpc::ServerUnaryReactor* CreateImport(grpc::CallbackServerContext* context,
                                         const v1::CreateImportRequest* request,
                                         v1::Import* response) override;
  grpc::ServerUnaryReactor* UploadImportChunk(
      grpc::CallbackServerContext* context,
      const v1::UploadImportChunkRequest* request,
      v1::Import* response) override;
  grpc::ServerUnaryReactor* CheckImport(grpc::CallbackServerContext* context,
                                        const v1::CheckImportRequest* request,
                                        v1::Import* response) override;
  grpc::ServerUnaryReactor* RunImport(grpc::CallbackServerContext* context,
                                      const v1::RunImportRequest* request,
                                      v1::Import* response) override;
  grpc::ServerUnaryReactor* CancelImport(grpc::CallbackServerContext* context,
                                         const v1::CancelImportRequest* request,
                                         v1::Import* response) override;
  grpc::ServerUnaryReactor* GetImport(grpc::CallbackServerContext* context,
                                      const v1::GetImportRequest* request,
                                      v1::Import* response) override;
  grpc::ServerUnaryReactor* ListImports(
      grpc::CallbackServerContext* context,
      const v1::ListImportsRequest* request,
      v1::ListImportsResponse* response) override;
  grpc::ServerUnaryReactor* ListImportRows(
      grpc::CallbackServerContext* context,
      const v1::ListImportRowsRequest* request,
      v1::ListImportRowsResponse* response) override;
  grpc::ServerWriteReactor<google::api::HttpBody>* DownloadImportReport(
      grpc::CallbackServerContext* context,
      const v1::DownloadImportReportRequest* request) override;

 private:
  /// The import that a name names; one of another area is not found.
  absl::StatusOr<Import> Named(absl::string_view name, absl::string_view field,
                               absl::Time deadline);
  /// Changes the import that a name names.
  absl::StatusOr<v1::Import> Change(absl::string_view name,
                                    ImportStore::Change change,
                                    const rpc::Call& call);
  absl::StatusOr<v1::Import> Create(const v1::CreateImportRequest& request,
                                    const rpc::Call& call);
  absl::StatusOr<v1::ListImportsResponse> List(
      const v1::ListImportsRequest& request, const rpc::Call& call);
  absl::StatusOr<v1::ListImportRowsResponse> Rows(
      const v1::ListImportRowsRequest& request, const rpc::Call& call);

  rpc::Calls& calls_;
  ImportStore& store_;
  AreaCatalog& areas_;
  const ImportLayout& layout_;
  IdSource& ids_;
  ImportWorker& worker_;
  const ImportSettings settings_;
  rpc::WorkerPool report_makers_;
};

}  // namespace rasoat::registry
