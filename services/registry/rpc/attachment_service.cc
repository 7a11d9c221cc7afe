#include "services/registry/rpc/attachment_service.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "rasoat/api/v1/attachment.pb.h"
#include "services/common/ids/ulid.h"
#include "services/common/rpc/paging.h"
#include "services/common/status/status_macros.h"
#include "services/registry/domain/photo_position.h"
#include "services/registry/domain/refusals.h"
#include "services/registry/load/content_hash.h"
#include "services/registry/rpc/attachment_proto.h"
#include "services/registry/rpc/names.h"

namespace rasoat::registry {
namespace {

/// Whether the bytes are what was announced; notes what they carry.
absl::Status Verify(absl::string_view content, Attachment& attachment) {
  RASOAT_RETURN_IF_ERROR(CheckContent(attachment, content, Sha256(content)));
  attachment.carries_position = CarriesPosition(attachment.type, content);
  return absl::OkStatus();
}

/// Reads a finished file from its first byte to its last.
class FileReader {
 public:
  FileReader(AttachmentStore& store, std::string name)
      : store_(store), name_(std::move(name)) {}

  /// The file, when called for the first time, otherwise nothing.
  absl::StatusOr<std::optional<Attachment>> Open(const rpc::Call& call) {
    if (file_) return std::optional<Attachment>();
    RASOAT_ASSIGN_OR_RETURN(const AttachmentId id,
                            ParseAttachment(name_, "name"));
    RASOAT_ASSIGN_OR_RETURN(Attachment file,
                            store_.Get(id, call.now, call.deadline));
    if (!file.finished()) return AttachmentNotFound();
    file_ = file;
    return std::optional<Attachment>(std::move(file));
  }

  /// The next bytes; empty at the end.
  absl::StatusOr<std::string> Next(const rpc::Call& call) {
    if (offset_ == file_->size) return std::string();
    RASOAT_ASSIGN_OR_RETURN(std::string bytes,
                            store_.Read(*file_, offset_, call.deadline));
    offset_ += static_cast<std::int64_t>(bytes.size());
    return bytes;
  }

 private:
  AttachmentStore& store_;
  const std::string name_;
  std::optional<Attachment> file_;
  std::int64_t offset_ = 0;
};

/// `attachment-01H….jpg`.
std::string FileNameOf(const Attachment& file) {
  return absl::StrCat("attachment-", Ulid{file.id.bytes}.ToString(), ".",
                      EndingOf(file.type));
}

}  // namespace

grpc::ServerUnaryReactor* AttachmentService::BeginAttachment(
    grpc::CallbackServerContext* context,
    const v1::BeginAttachmentRequest* request, v1::Attachment* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) { return Begin(*request, call); });
}

grpc::ServerUnaryReactor* AttachmentService::UploadChunk(
    grpc::CallbackServerContext* context, const v1::UploadChunkRequest* request,
    v1::Attachment* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) { return Upload(*request, call); });
}

grpc::ServerUnaryReactor* AttachmentService::GetUpload(
    grpc::CallbackServerContext* context, const v1::GetUploadRequest* request,
    v1::Attachment* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) -> absl::StatusOr<v1::Attachment> {
        RASOAT_ASSIGN_OR_RETURN(const AttachmentId id,
                                ParseAttachment(request->name(), "name"));
        RASOAT_ASSIGN_OR_RETURN(const Attachment attachment,
                                store_.Get(id, call.now, call.deadline));
        return ToProto(attachment);
      });
}

grpc::ServerUnaryReactor* AttachmentService::FinishAttachment(
    grpc::CallbackServerContext* context,
    const v1::FinishAttachmentRequest* request, v1::Attachment* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) { return Finish(*request, call); });
}

grpc::ServerWriteReactor<v1::AttachmentPart>* AttachmentService::GetAttachment(
    grpc::CallbackServerContext* context,
    const v1::GetAttachmentRequest* request) {
  return calls_.Stream<v1::GetAttachmentRequest, v1::AttachmentPart>(
      context, request,
      [file = FileReader(store_, request->name())](
          const rpc::Call& call,
          v1::AttachmentPart& part) mutable -> absl::StatusOr<bool> {
        RASOAT_ASSIGN_OR_RETURN(const std::optional<Attachment> opened,
                                file.Open(call));
        if (opened) *part.mutable_attachment() = ToProto(*opened);
        RASOAT_ASSIGN_OR_RETURN(*part.mutable_data(), file.Next(call));
        return !part.data().empty();
      });
}

grpc::ServerWriteReactor<google::api::HttpBody>*
AttachmentService::DownloadAttachment(
    grpc::CallbackServerContext* context,
    const v1::DownloadAttachmentRequest* request) {
  return calls_.Stream<v1::DownloadAttachmentRequest, google::api::HttpBody>(
      context, request,
      [file = FileReader(store_, request->name())](
          const rpc::Call& call,
          google::api::HttpBody& body) mutable -> absl::StatusOr<bool> {
        RASOAT_ASSIGN_OR_RETURN(const std::optional<Attachment> opened,
                                file.Open(call));
        if (opened) {
          body.set_content_type(std::string(NameOf(opened->type)));
          api::v1::Attachment named;
          named.set_file_name(FileNameOf(*opened));
          body.add_extensions()->PackFrom(named);
        }
        RASOAT_ASSIGN_OR_RETURN(*body.mutable_data(), file.Next(call));
        return !body.data().empty();
      });
}

grpc::ServerUnaryReactor* AttachmentService::ListAttachments(
    grpc::CallbackServerContext* context,
    const v1::ListAttachmentsRequest* request,
    v1::ListAttachmentsResponse* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) { return List(*request, call); });
}

grpc::ServerUnaryReactor* AttachmentService::DeleteAttachment(
    grpc::CallbackServerContext* context,
    const v1::DeleteAttachmentRequest* request,
    v1::DeleteAttachmentResponse* response) {
  return calls_.Unary(
      context, request, response, [=, this](const rpc::Call& call) {
        return [&]() -> absl::StatusOr<v1::DeleteAttachmentResponse> {
          RASOAT_ASSIGN_OR_RETURN(const AttachmentId id,
                                  ParseAttachment(request->name(), "name"));
          RASOAT_RETURN_IF_ERROR(store_.Delete(id, call.deadline));
          return v1::DeleteAttachmentResponse();
        }();
      });
}

absl::StatusOr<v1::Attachment> AttachmentService::Begin(
    const v1::BeginAttachmentRequest& request, const rpc::Call& call) {
  RASOAT_ASSIGN_OR_RETURN(Attachment attachment,
                          FromProto(request, call, kept_for_));
  if (attachment.id.empty()) attachment.id.bytes = ids_.Next().bytes;
  RASOAT_ASSIGN_OR_RETURN(const Attachment begun,
                          store_.Begin(attachment, call.deadline));
  return ToProto(begun);
}

absl::StatusOr<v1::Attachment> AttachmentService::Upload(
    const v1::UploadChunkRequest& request, const rpc::Call& call) {
  RASOAT_ASSIGN_OR_RETURN(const AttachmentId id,
                          ParseAttachment(request.name(), "name"));
  RASOAT_ASSIGN_OR_RETURN(
      const Attachment attachment,
      store_.Append(id, request.offset(), request.chunk().data(), call.now,
                    call.deadline));
  return ToProto(attachment);
}

absl::StatusOr<v1::Attachment> AttachmentService::Finish(
    const v1::FinishAttachmentRequest& request, const rpc::Call& call) {
  RASOAT_ASSIGN_OR_RETURN(const AttachmentId id,
                          ParseAttachment(request.name(), "name"));
  RASOAT_ASSIGN_OR_RETURN(
      const Attachment attachment,
      store_.Finish(id, Verify,
                    absl::FromUnixMicros(absl::ToUnixMicros(call.now)),
                    call.deadline));
  return ToProto(attachment);
}

absl::StatusOr<v1::ListAttachmentsResponse> AttachmentService::List(
    const v1::ListAttachmentsRequest& request, const rpc::Call& call) {
  RASOAT_ASSIGN_OR_RETURN(const AttachmentParent parent,
                          ParseParent(request.parent(), "parent"));
  RASOAT_ASSIGN_OR_RETURN(
      const int size,
      rpc::PageSize(request.page_size(), {.usual = 50, .most = 100}));
  RASOAT_ASSIGN_OR_RETURN(auto start, rpc::PageStart<std::string>(request));
  AttachmentId after;
  if (start) {
    absl::StatusOr<AttachmentId> id =
        ParseAttachment(std::get<0>(*start), "page_token");
    if (!id.ok()) return rpc::PageTokenWrong();
    after = *id;
  }
  RASOAT_ASSIGN_OR_RETURN(std::vector<Attachment> attachments,
                          store_.List(parent, after, size + 1, call.deadline));
  v1::ListAttachmentsResponse response;
  if (static_cast<int>(attachments.size()) > size) {
    attachments.pop_back();
    response.set_next_page_token(
        rpc::NextPageToken(request, NameOf(attachments.back().id)));
  }
  for (const Attachment& attachment : attachments) {
    *response.add_attachments() = ToProto(attachment);
  }
  return response;
}

}  // namespace rasoat::registry
