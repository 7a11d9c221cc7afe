#include "services/registry/rpc/import_service.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/rpc/paging.h"
#include "services/common/status/status_macros.h"
#include "services/registry/domain/refusals.h"
#include "services/registry/rpc/file_stream.h"
#include "services/registry/rpc/names.h"
#include "services/registry/transfer/import_report.h"

namespace rasoat::registry {
namespace {

constexpr char kXlsx[] =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// `danh-sach.xlsx` gives `danh-sach (kiểm tra).xlsx`.
std::string ReportName(const std::string& file_name) {
  const std::string stem = file_name.substr(0, file_name.rfind('.'));
  return absl::StrCat(stem.empty() ? "import" : stem, " (kiểm tra).xlsx");
}

absl::Status CheckWasChecked(const Import& import) {
  switch (import.state) {
    case ImportState::kChecked:
    case ImportState::kRunning:
    case ImportState::kDone:
      return absl::OkStatus();
    default:
      return ImportNotChecked();
  }
}

}  // namespace

grpc::ServerUnaryReactor* ImportService::CreateImport(
    grpc::CallbackServerContext* context,
    const v1::CreateImportRequest* request, v1::Import* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) { return Create(*request, call); });
}

grpc::ServerUnaryReactor* ImportService::UploadImportChunk(
    grpc::CallbackServerContext* context,
    const v1::UploadImportChunkRequest* request, v1::Import* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) -> absl::StatusOr<v1::Import> {
        RASOAT_ASSIGN_OR_RETURN(const Import import,
                                Named(request->name(), "name", call.deadline));
        RASOAT_ASSIGN_OR_RETURN(
            const Import after,
            store_.Append(import.id, request->offset(), request->body().data(),
                          call.deadline));
        return ToProto(after);
      });
}

grpc::ServerUnaryReactor* ImportService::CheckImport(
    grpc::CallbackServerContext* context, const v1::CheckImportRequest* request,
    v1::Import* response) {
  return calls_.Unary(
      context, request, response, [=, this](const rpc::Call& call) {
        return Change(
            request->name(),
            [&](const Import& import) {
              return BeginCheck(import, request->has_options()
                                            ? FromProto(request->options())
                                            : import.options);
            },
            call);
      });
}

grpc::ServerUnaryReactor* ImportService::RunImport(
    grpc::CallbackServerContext* context, const v1::RunImportRequest* request,
    v1::Import* response) {
  return calls_.Unary(context, request, response,
                      [=, this](const rpc::Call& call) {
                        return Change(request->name(), BeginRun, call);
                      });
}

grpc::ServerUnaryReactor* ImportService::CancelImport(
    grpc::CallbackServerContext* context,
    const v1::CancelImportRequest* request, v1::Import* response) {
  return calls_.Unary(context, request, response,
                      [=, this](const rpc::Call& call) {
                        return Change(request->name(), Cancel, call);
                      });
}

grpc::ServerUnaryReactor* ImportService::GetImport(
    grpc::CallbackServerContext* context, const v1::GetImportRequest* request,
    v1::Import* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) -> absl::StatusOr<v1::Import> {
        RASOAT_ASSIGN_OR_RETURN(const Import import,
                                Named(request->name(), "name", call.deadline));
        return ToProto(import);
      });
}

grpc::ServerUnaryReactor* ImportService::ListImports(
    grpc::CallbackServerContext* context, const v1::ListImportsRequest* request,
    v1::ListImportsResponse* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) { return List(*request, call); });
}

grpc::ServerUnaryReactor* ImportService::ListImportRows(
    grpc::CallbackServerContext* context,
    const v1::ListImportRowsRequest* request,
    v1::ListImportRowsResponse* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) { return Rows(*request, call); });
}

grpc::ServerWriteReactor<google::api::HttpBody>*
ImportService::DownloadImportReport(
    grpc::CallbackServerContext* context,
    const v1::DownloadImportReportRequest* request) {
  absl::StatusOr<rpc::Call> call = calls_.Admit(context, *request);
  if (!call.ok()) {
    return rpc::RefusedStream<google::api::HttpBody>(call.status());
  }
  return SendFile(
      report_makers_,
      [this, name = request->name(), deadline = call->deadline](
          const std::function<bool()>& gone) -> absl::StatusOr<SentFile> {
        RASOAT_ASSIGN_OR_RETURN(const Import import,
                                Named(name, "name", deadline));
        RASOAT_RETURN_IF_ERROR(CheckWasChecked(import));
        RASOAT_ASSIGN_OR_RETURN(
            sheet::FileSource file,
            WriteImportReport(store_, import, layout_,
                              {.scratch_folder = settings_.scratch_folder,
                               .cancelled = gone}));
        return SentFile{.name = ReportName(import.file_name),
                        .content_type = kXlsx,
                        .file = std::move(file)};
      });
}

absl::StatusOr<Import> ImportService::Named(absl::string_view name,
                                            absl::string_view field,
                                            absl::Time deadline) {
  RASOAT_ASSIGN_OR_RETURN(const ImportName parts, ParseImportName(name, field));
  RASOAT_ASSIGN_OR_RETURN(Import import, store_.Get(parts.id, deadline));
  // The name's area is what the caller was let in by.
  if (import.area != parts.area) return ImportNotFound();
  return import;
}

absl::StatusOr<v1::Import> ImportService::Change(absl::string_view name,
                                                 ImportStore::Change change,
                                                 const rpc::Call& call) {
  RASOAT_ASSIGN_OR_RETURN(const Import import,
                          Named(name, "name", call.deadline));
  RASOAT_ASSIGN_OR_RETURN(const Import after,
                          store_.Update(import.id, change, call.deadline));
  worker_.Wake();
  return ToProto(after);
}

absl::StatusOr<v1::Import> ImportService::Create(
    const v1::CreateImportRequest& request, const rpc::Call& call) {
  Import import = FromProto(request.import());
  std::vector<Violation> faults = CheckNewImport(import, settings_.most_bytes);
  import.area = OrFault(ParseArea(request.parent(), "parent"), faults);
  Ulid id;
  if (!request.request_id().empty()) {
    id = OrFault(ParseUlid(request.request_id(), "request_id"), faults);
  }
  if (!faults.empty()) return Invalid(std::move(faults));
  RASOAT_ASSIGN_OR_RETURN(AreaCatalog::Book book, areas_.Fresh(call.deadline));
  if (book->FindLatest(import.area, DayInVietnam(call.now)) == nullptr) {
    return AreaNotFound();
  }
  import.id.bytes = (id.empty() ? ids_.Next() : id).bytes;
  import.creator = call.identity->subject;
  // As it will be read: the column keeps microseconds.
  import.create_time = absl::FromUnixMicros(absl::ToUnixMicros(call.now));
  import.update_time = import.create_time;
  import.expire_time = import.create_time + settings_.kept;
  RASOAT_ASSIGN_OR_RETURN(const Import kept,
                          store_.Create(import, call.deadline));
  return ToProto(kept);
}

absl::StatusOr<v1::ListImportsResponse> ImportService::List(
    const v1::ListImportsRequest& request, const rpc::Call& call) {
  RASOAT_ASSIGN_OR_RETURN(const AreaCode area,
                          ParseArea(request.parent(), "parent"));
  RASOAT_ASSIGN_OR_RETURN(
      const int size,
      rpc::PageSize(request.page_size(), {.usual = 20, .most = 100}));
  RASOAT_ASSIGN_OR_RETURN(const auto after,
                          rpc::PageStart<std::string>(request));
  ImportId before;
  if (after) {
    const auto id = ParseUlid(std::get<0>(*after));
    if (!id.ok()) return rpc::PageTokenWrong();
    before.bytes = id->bytes;
  }
  RASOAT_ASSIGN_OR_RETURN(std::vector<Import> imports,
                          store_.List(area, before, size + 1, call.deadline));
  v1::ListImportsResponse response;
  if (static_cast<int>(imports.size()) > size) {
    imports.pop_back();
    response.set_next_page_token(
        rpc::NextPageToken(request, Ulid{imports.back().id.bytes}.ToString()));
  }
  for (const Import& import : imports) {
    *response.add_imports() = ToProto(import);
  }
  return response;
}

absl::StatusOr<v1::ListImportRowsResponse> ImportService::Rows(
    const v1::ListImportRowsRequest& request, const rpc::Call& call) {
  RASOAT_ASSIGN_OR_RETURN(const Import import,
                          Named(request.parent(), "parent", call.deadline));
  RASOAT_ASSIGN_OR_RETURN(
      const int size,
      rpc::PageSize(request.page_size(), {.usual = 100, .most = 1000}));
  RASOAT_ASSIGN_OR_RETURN(
      const auto after, (rpc::PageStart<std::int64_t, std::int64_t>(request)));
  ImportRowFilter filter{.import = import.id};
  if (v1::ImportFindingKind_IsValid(request.kind())) {
    filter.kind = static_cast<FindingKind>(request.kind());
  }
  filter.after = {.sheet = after ? static_cast<int>(std::get<0>(*after)) : -1,
                  .number = after ? std::get<1>(*after) : 0};
  RASOAT_ASSIGN_OR_RETURN(std::vector<ImportRow> rows,
                          store_.Rows(filter, size + 1, call.deadline));
  v1::ListImportRowsResponse response;
  if (static_cast<int>(rows.size()) > size) {
    rows.pop_back();
    response.set_next_page_token(rpc::NextPageToken(
        request, std::int64_t{rows.back().at.sheet}, rows.back().at.number));
  }
  for (const ImportRow& row : rows) {
    *response.add_rows() = ToProto(row, import, layout_);
  }
  return response;
}

}  // namespace rasoat::registry
